// Holds full pictures until their verdict; makes the small proofs to look at and the prints to keep from them.

import { discard, draw, makeCanvas, toJpeg } from "./canvases.js";
import { keepBitmap, keepFrame } from "./full-picture.js";
import { proofSize } from "./geometry.js";

const QUALITY_STEP = 0.1;
const LOWEST_QUALITY = 0.4;

export class Darkroom {
  // By number; promises, since copying takes a moment and a verdict never waits for it.
  #pictures = new Map();
  #spare = [];

  // Keeps `picture` (a VideoFrame, an ImageBitmap or a drawn canvas) as number `seq`. Gives a JPEG of at most `width`
  // pixels on its longer side, as an ArrayBuffer.
  async take(seq, picture, width, quality) {
    const [full, small] = [picture.displayWidth ?? picture.width, picture.displayHeight ?? picture.height];
    const size = proofSize(full, small, width);
    // Each has a canvas of its own: the next frame may be drawn while this one is still being encoded.
    const canvas = this.#spare.pop() ?? makeCanvas(size.width, size.height);
    try {
      draw(canvas, picture, size.width, size.height);
    } catch (error) {
      discard(picture);
      throw error;
    }
    const kept = picture.displayWidth ? keepFrame(picture) : Promise.resolve(keepBitmap(picture));
    this.#pictures.set(seq, kept);
    // Whoever prints it hears of a failure; until then it is nobody's error.
    kept.catch(() => {});
    const blob = await toJpeg(canvas, quality);
    this.#spare.push(canvas);
    return blob.arrayBuffer();
  }

  drop(seq) {
    const kept = this.#pictures.get(seq);
    this.#pictures.delete(seq);
    kept?.then((picture) => picture.close(), () => {});
  }

  // The full picture as a JPEG of at most `maxBytes`; with that it is no longer held. Null when it was gone before.
  async print(seq, quality, maxBytes) {
    const picture = await this.#pictures.get(seq);
    if (!picture) return null;
    const canvas = makeCanvas(picture.width, picture.height);
    picture.drawOn(canvas.getContext("2d", { alpha: false }));
    this.drop(seq);
    let blob = await toJpeg(canvas, quality);
    for (let lower = quality - QUALITY_STEP; blob.size > maxBytes && lower >= LOWEST_QUALITY; lower -= QUALITY_STEP) {
      blob = await toJpeg(canvas, lower);
    }
    discard(canvas);
    return blob;
  }
}
