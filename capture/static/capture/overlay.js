// Draws the face mask over the picture, at the screen's own pace and only when something changed.

import { eachFrame } from "./each-frame.js";
import { FaceTrack } from "./face-track.js";
import { pictureRect, projection } from "./geometry.js";

const FADE_IN_MS = 120;
const FADE_OUT_MS = 280;
const LONGEST_STEP_MS = 100;
const HAPPY_PACE_MS = 180;
const SHADE = "rgb(16 20 30)";

export class Overlay {
  #canvas;
  #video;
  #context;
  #mesh;
  #track = new FaceTrack();
  #cool;
  #warm;
  #mirrored = false;
  #happy = 0;
  #happyAim = 0;
  #alpha = 0;
  #faceThere = false;
  #answers = [];
  #handle = 0;
  #stopFrames = null;
  #shownAt = 0;
  #lastTick = 0;
  #stale = true;
  #resizing;

  // `mesh` holds flat lists of landmark indices, two a line: tesselation, lips, eyes, brows, oval.
  constructor(canvas, video, mesh) {
    this.#canvas = canvas;
    this.#video = video;
    this.#mesh = mesh;
    this.#context = canvas.getContext("2d");
    const style = getComputedStyle(canvas);
    this.#cool = colour(style.getPropertyValue("--mesh-cool"));
    this.#warm = colour(style.getPropertyValue("--mesh-warm"));
    this.#resizing = new ResizeObserver(() => (this.#stale = true));
    this.#resizing.observe(canvas);
  }

  start(mirrored) {
    this.stop();
    this.#mirrored = mirrored;
    this.#stale = true;
    this.#lastTick = performance.now();
    this.#stopFrames = eachFrame(this.#video, (capturedAt) => (this.#shownAt = capturedAt));
    this.#handle = requestAnimationFrame((now) => this.#tick(now));
  }

  stop() {
    this.#stopFrames?.();
    this.#stopFrames = null;
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

  show({ seq, points, happy }, capturedAt) {
    this.#faceThere = points !== null;
    this.#happyAim = points ? happy : 0;
    if (points) {
      if (this.#alpha === 0) this.#track.reset();
      this.#track.aim(points, capturedAt ?? this.#shownAt, this.#video.videoHeight / this.#video.videoWidth);
    }
    this.#answers.push({ seq, capturedAt, face: points !== null });
    // While the page is hidden nothing is drawn; what piles up was never seen.
    if (!this.#handle) this.#answers = [];
  }

  // The connection went: no answer will tell that the face moved on.
  lose() {
    this.#faceThere = false;
  }

  destroy() {
    this.stop();
    this.#resizing.disconnect();
  }

  #tick(now) {
    this.#handle = requestAnimationFrame((later) => this.#tick(later));
    const elapsed = Math.min(LONGEST_STEP_MS, Math.max(0, now - this.#lastTick));
    this.#lastTick = now;
    const moved = this.#advance(elapsed);
    if (moved || this.#stale || this.#answers.length > 0) this.#draw();
    this.#tellFirstDrawings();
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

  #fit() {
    const ratio = globalThis.devicePixelRatio || 1;
    const { clientWidth, clientHeight } = this.#canvas;
    const width = Math.round(clientWidth * ratio);
    const height = Math.round(clientHeight * ratio);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#stale = false;
    const { videoWidth, videoHeight } = this.#video;
    const fit = getComputedStyle(this.#video).objectFit;
    // In the canvas's own pixels, so that rounding its size moves nothing.
    const rect = pictureRect(clientWidth, clientHeight, videoWidth, videoHeight, fit);
    if (!rect) return null;
    const across = width / clientWidth;
    const down = height / clientHeight;
    const exact = { x: rect.x * across, y: rect.y * down, width: rect.width * across, height: rect.height * down };
    return projection(exact, this.#mirrored);
  }

  #draw() {
    const place = this.#fit();
    const context = this.#context;
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    const points = this.#track.points;
    if (!place || !points || this.#alpha === 0) return;
    const pixels = new Float32Array(points.length);
    for (let index = 0; index < points.length; index += 2) {
      pixels[index] = points[index] * place.scaleX + place.offsetX;
      pixels[index + 1] = points[index + 1] * place.scaleY + place.offsetY;
    }
    const thin = Math.max(0.75, faceWidth(pixels) / 380);
    const tint = mix(this.#cool, this.#warm, this.#happy);
    const { tesselation, lips, eyes, brows, oval } = this.#mesh;
    context.lineCap = context.lineJoin = "round";
    this.#stroke(pixels, [tesselation], tint, thin, 0.34 + 0.1 * this.#happy);
    // A shadow under the contours, or they would drown in bright skin.
    this.#stroke(pixels, [lips, eyes, brows, oval], SHADE, thin * 4, 0.16);
    this.#stroke(pixels, [oval, brows], tint, thin * 1.6, 0.75);
    this.#stroke(pixels, [lips, eyes], tint, thin * 2, 1);
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

  // For whoever measures how long a picture takes from the camera to the screen.
  #tellFirstDrawings() {
    const drawnAt = performance.now();
    for (const answer of this.#answers) {
      document.dispatchEvent(new CustomEvent("happythings:overlay", { detail: { ...answer, drawnAt } }));
    }
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

function colour(text) {
  const parts = text.trim().split(/\s+/).map(Number);
  return parts.length === 3 && parts.every(Number.isFinite) ? parts : [255, 255, 255];
}

function mix(from, to, share) {
  const parts = from.map((part, index) => Math.round(part + (to[index] - part) * share));
  return `rgb(${parts.join(" ")})`;
}
