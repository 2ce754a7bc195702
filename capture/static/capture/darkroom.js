// Holds the full pictures of the frames in flight; makes the small proofs to look at and the prints to keep from them.

import { discard, draw, makeCanvas, toJpeg } from "./canvases.js";
import { proofSize } from "./geometry.js";

const MOST_HELD = 3;
const QUALITY_STEP = 0.1;
const LOWEST_QUALITY = 0.4;

export class Darkroom {
  #pictures = new Map();
  #spare = [];

  // The oldest goes when there are too many: a picture of 1920×1080 is 8 MB.
  hold(seq, picture) {
    this.#pictures.set(seq, picture);
    for (const oldest of this.#pictures.keys()) {
      if (this.#pictures.size <= MOST_HELD) break;
      this.drop(oldest);
    }
  }

  drop(seq) {
    const picture = this.#pictures.get(seq);
    if (!picture) return;
    this.#pictures.delete(seq);
    discard(picture);
  }

  clear() {
    for (const seq of [...this.#pictures.keys()]) this.drop(seq);
  }

  // A JPEG of at most `width` pixels on its longer side, as an ArrayBuffer. Null when the picture is gone.
  async proof(seq, width, quality) {
    const picture = this.#pictures.get(seq);
    if (!picture) return null;
    const size = proofSize(picture.width, picture.height, width);
    // Each has a canvas of its own: the next frame may be drawn while this one is still being encoded.
    const canvas = this.#spare.pop() ?? makeCanvas(size.width, size.height);
    draw(canvas, picture, size.width, size.height);
    const blob = await toJpeg(canvas, quality);
    this.#spare.push(canvas);
    return blob.arrayBuffer();
  }

  // The full picture as a JPEG of at most `maxBytes`. Null when the picture is gone.
  async print(seq, quality, maxBytes) {
    const picture = this.#pictures.get(seq);
    if (!picture) return null;
    const canvas = makeCanvas(picture.width, picture.height);
    draw(canvas, picture, picture.width, picture.height);
    let blob = await toJpeg(canvas, quality);
    for (let lower = quality - QUALITY_STEP; blob.size > maxBytes && lower >= LOWEST_QUALITY; lower -= QUALITY_STEP) {
      blob = await toJpeg(canvas, lower);
    }
    discard(canvas);
    return blob;
  }
}
