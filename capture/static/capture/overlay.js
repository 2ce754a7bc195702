// The face mask over the picture: tells whoever paints it where the picture lies, what it shows and what was found in it.

import { fromOwn, toOwn } from "./clock.js";
import { eachFrame } from "./each-frame.js";
import { pictureRect, projection } from "./geometry.js";
import { MaskPainter } from "./mask-painter.js";
import { startWorker } from "./workers.js";

export async function openOverlay(canvas, video, mesh, workerPath) {
  const style = getComputedStyle(canvas);
  const [cool, warm] = ["--mesh-cool", "--mesh-warm"].map((name) => colour(style.getPropertyValue(name)));
  const look = { mesh, colours: { cool, warm } };
  const able = typeof canvas.transferControlToOffscreen === "function";
  const worker = able ? await startWorker(workerPath) : null;
  return new Overlay(canvas, video, worker ? inWorker(worker, canvas, look) : new MaskPainter(canvas, look, tellDrawn));
}

// The painter's methods, called from here and done there.
function inWorker(worker, canvas, look) {
  const offscreen = canvas.transferControlToOffscreen();
  worker.postMessage({ canvas: offscreen, look }, [offscreen]);
  worker.onmessage = ({ data }) => tellDrawn(data);
  const names = ["fit", "start", "stop", "clear", "lose", "pictureShown", "show"];
  return Object.fromEntries(names.map((call) => [call, (...given) => worker.postMessage({ call, given })]));
}

// For whoever measures how long a picture takes from the camera to the screen.
function tellDrawn(answers) {
  for (const { capturedAt, drawnAt, ...answer } of answers) {
    const detail = { ...answer, capturedAt: capturedAt && toOwn(capturedAt), drawnAt: toOwn(drawnAt) };
    document.dispatchEvent(new CustomEvent("happythings:overlay", { detail }));
  }
}

class Overlay {
  #canvas;
  #video;
  #painter;
  #mirrored = false;
  #stopFrames = null;

  constructor(canvas, video, painter) {
    this.#canvas = canvas;
    this.#video = video;
    this.#painter = painter;
    new ResizeObserver(() => this.#fit()).observe(canvas);
    for (const name of ["loadedmetadata", "resize"]) video.addEventListener(name, () => this.#fit());
  }

  start(mirrored) {
    this.stop();
    this.#mirrored = mirrored;
    this.#fit();
    this.#stopFrames = eachFrame(this.#video, (capturedAt) => this.#painter.pictureShown(fromOwn(capturedAt)));
    this.#painter.start();
  }

  stop() {
    this.#stopFrames?.();
    this.#stopFrames = null;
    this.#painter.stop();
  }

  clear() {
    this.#painter.clear();
  }

  lose() {
    this.#painter.lose();
  }

  show({ seq, points, happy }, capturedAt) {
    const tall = this.#video.videoHeight / this.#video.videoWidth;
    this.#painter.show({ seq, points, happy, capturedAt: capturedAt && fromOwn(capturedAt), tall });
  }

  #fit() {
    const ratio = globalThis.devicePixelRatio || 1;
    const { clientWidth, clientHeight } = this.#canvas;
    const width = Math.round(clientWidth * ratio);
    const height = Math.round(clientHeight * ratio);
    const { videoWidth, videoHeight } = this.#video;
    const rect = pictureRect(clientWidth, clientHeight, videoWidth, videoHeight, getComputedStyle(this.#video).objectFit);
    this.#painter.fit(width, height, rect && this.#placed(rect, width / clientWidth, height / clientHeight));
  }

  // In the canvas's own pixels, so that rounding its size moves nothing.
  #placed(rect, across, down) {
    const exact = { x: rect.x * across, y: rect.y * down, width: rect.width * across, height: rect.height * down };
    return projection(exact, this.#mirrored);
  }
}

function colour(text) {
  const parts = text.trim().split(/\s+/).map(Number);
  return parts.length === 3 && parts.every(Number.isFinite) ? parts : [255, 255, 255];
}
