// Draws the face mask at the screen's own pace and only when something changed. In a worker or in the page; times are
// ms of the clock both have in common (clock.js).

import { clock } from "./clock.js";
import { FaceTrack } from "./face-track.js";

const FADE_IN_MS = 120;
const FADE_OUT_MS = 280;
const LONGEST_STEP_MS = 100;
const HAPPY_PACE_MS = 180;
const SHADE = "rgb(16 20 30)";

export class MaskPainter {
  #canvas;
  #context;
  #mesh;
  #colours;
  #onDrawn;
  #track = new FaceTrack();
  #place = null;
  #pixels = null;
  #happy = 0;
  #happyAim = 0;
  #alpha = 0;
  #faceThere = false;
  #answers = [];
  #handle = 0;
  #shownAt = 0;
  #lastTick = 0;
  #stale = true;

  // `mesh` holds flat lists of landmark indices, two a line: tesselation, lips, eyes, brows, oval. `colours` are red,
  // green and blue without a smile (`cool`) and with a full one (`warm`). `onDrawn(answers)` tells which answers are on
  // the screen for the first time, and since when.
  constructor(canvas, { mesh, colours }, onDrawn) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#mesh = mesh;
    this.#colours = colours;
    this.#onDrawn = onDrawn;
  }

  // The canvas's size in pixels, and where in it the picture lies (null while there is none).
  fit(width, height, place) {
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#place = place;
    this.#stale = true;
  }

  start() {
    this.stop();
    this.#stale = true;
    this.#lastTick = clock();
    this.#handle = requestAnimationFrame(() => this.#tick());
  }

  stop() {
    cancelAnimationFrame(this.#handle);
    this.#handle = 0;
  }

  // Nobody is there any more: the source was switched off.
  clear() {
    this.#track.reset();
    this.#faceThere = false;
    this.#alpha = 0;
    this.#happy = this.#happyAim = 0;
    this.#answers = [];
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  // The connection went: no answer will tell that the face moved on.
  lose() {
    this.#faceThere = false;
  }

  // The screen shows the picture that was taken at `capturedAt`.
  pictureShown(capturedAt) {
    this.#shownAt = capturedAt;
  }

  // What was found in the picture taken at `capturedAt`, whose height over width is `tall`.
  show({ seq, points, happy, capturedAt, tall }) {
    this.#faceThere = points !== null;
    this.#happyAim = points ? happy : 0;
    if (points) {
      if (this.#alpha === 0) this.#track.reset();
      this.#track.aim(points, capturedAt ?? this.#shownAt, tall);
    }
    this.#answers.push({ seq, capturedAt, face: points !== null });
    // While the page is hidden nothing is drawn; what piles up was never seen.
    if (!this.#handle) this.#answers = [];
  }

  #tick() {
    this.#handle = requestAnimationFrame(() => this.#tick());
    const now = clock();
    const elapsed = Math.min(LONGEST_STEP_MS, Math.max(0, now - this.#lastTick));
    this.#lastTick = now;
    const moved = this.#advance(elapsed);
    if (moved || this.#stale) this.#draw();
    if (this.#answers.length > 0) this.#tell();
  }

  #advance(elapsed) {
    const alpha = this.#faceThere
      ? Math.min(1, this.#alpha + elapsed / FADE_IN_MS)
      : Math.max(0, this.#alpha - elapsed / FADE_OUT_MS);
    const happy = this.#happy + (this.#happyAim - this.#happy) * (1 - Math.exp(-elapsed / HAPPY_PACE_MS));
    const changed = alpha !== this.#alpha || Math.abs(happy - this.#happy) > 0.002;
    this.#alpha = alpha;
    this.#happy = happy;
    return this.#track.move(this.#shownAt, elapsed) || changed;
  }

  #draw() {
    this.#stale = false;
    const context = this.#context;
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    const { points } = this.#track;
    if (!this.#place || !points || this.#alpha === 0) return;
    const pixels = this.#project(points);
    const thin = Math.max(0.75, faceWidth(pixels) / 380);
    const tint = mix(this.#colours.cool, this.#colours.warm, this.#happy);
    const { tesselation, lips, eyes, brows, oval } = this.#mesh;
    context.lineCap = context.lineJoin = "round";
    this.#stroke(pixels, [tesselation], tint, thin, 0.34 + 0.1 * this.#happy);
    // A shadow under the contours, or they would drown in bright skin.
    this.#stroke(pixels, [lips, eyes, brows, oval], SHADE, thin * 4, 0.16);
    this.#stroke(pixels, [oval, brows], tint, thin * 1.6, 0.75);
    this.#stroke(pixels, [lips, eyes], tint, thin * 2, 1);
  }

  #project(points) {
    if (this.#pixels?.length !== points.length) this.#pixels = new Float32Array(points.length);
    const { scaleX, offsetX, scaleY, offsetY } = this.#place;
    for (let index = 0; index < points.length; index += 2) {
      this.#pixels[index] = points[index] * scaleX + offsetX;
      this.#pixels[index + 1] = points[index + 1] * scaleY + offsetY;
    }
    return this.#pixels;
  }

  #stroke(pixels, groups, style, width, alpha) {
    const context = this.#context;
    context.strokeStyle = style;
    context.globalAlpha = alpha * this.#alpha;
    context.lineWidth = width;
    context.beginPath();
    for (const lines of groups) {
      for (let line = 0; line < lines.length; line += 2) {
        const from = 2 * lines[line];
        const to = 2 * lines[line + 1];
        context.moveTo(pixels[from], pixels[from + 1]);
        context.lineTo(pixels[to], pixels[to + 1]);
      }
    }
    context.stroke();
  }

  #tell() {
    const drawnAt = clock();
    this.#onDrawn(this.#answers.map((answer) => ({ ...answer, drawnAt })));
    this.#answers = [];
  }
}

function faceWidth(pixels) {
  let low = Infinity;
  let high = -Infinity;
  for (let index = 0; index < pixels.length; index += 2) {
    if (pixels[index] < low) low = pixels[index];
    if (pixels[index] > high) high = pixels[index];
  }
  return high - low;
}

function mix(from, to, share) {
  const parts = from.map((part, index) => Math.round(part + (to[index] - part) * share));
  return `rgb(${parts.join(" ")})`;
}
