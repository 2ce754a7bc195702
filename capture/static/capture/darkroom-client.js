// Opens the darkroom where it works best: in a worker, or in the page for browsers without canvases in workers.

import { draw, makeCanvas } from "./canvases.js";
import { Darkroom } from "./darkroom.js";

const PATIENCE_MS = 4000;

export async function openDarkroom(workerPath) {
  const local = new LocalDarkroom();
  const able = [globalThis.Worker, globalThis.OffscreenCanvas, globalThis.createImageBitmap];
  if (!able.every((part) => typeof part === "function")) return local;
  try {
    return new WorkerDarkroom(await startWorker(workerPath), local);
  } catch {
    return local;
  }
}

function startWorker(path) {
  const worker = new Worker(path, { type: "module" });
  return new Promise((resolve, reject) => {
    const give = (ready) => {
      clearTimeout(timer);
      worker.onmessage = worker.onerror = null;
      if (ready) return resolve(worker);
      worker.terminate();
      return reject(new Error("no canvases in workers"));
    };
    const timer = setTimeout(give, PATIENCE_MS, false);
    worker.onmessage = ({ data }) => give(data.ready === true);
    worker.onerror = () => give(false);
  });
}

class LocalDarkroom {
  #darkroom = new Darkroom();

  // Holds what the video shows at this very moment; the drawing is done before this returns.
  async take(seq, video) {
    const canvas = makeCanvas(video.videoWidth, video.videoHeight);
    draw(canvas, video, video.videoWidth, video.videoHeight);
    this.#darkroom.hold(seq, canvas);
  }

  proof(seq, width, quality) {
    return this.#darkroom.proof(seq, width, quality);
  }

  print(seq, quality, maxBytes) {
    return this.#darkroom.print(seq, quality, maxBytes);
  }

  drop(seq) {
    this.#darkroom.drop(seq);
  }

  clear() {
    this.#darkroom.clear();
  }

  destroy() {
    this.clear();
  }
}

class WorkerDarkroom {
  #worker;
  #local;
  #mayTakeBitmaps = true;
  #inPage = new Set();
  #waiting = new Map();
  #id = 0;

  constructor(worker, local) {
    this.#worker = worker;
    this.#local = local;
    worker.onmessage = ({ data }) => this.#settle(data);
    worker.onerror = () => this.#fail();
  }

  // An ImageBitmap rather than a VideoFrame: the latter borrows the camera's own few buffers, and holding some of them
  // stops the camera.
  async take(seq, video) {
    if (this.#mayTakeBitmaps) {
      try {
        const picture = await createImageBitmap(video);
        this.#worker.postMessage({ task: "hold", seq, picture }, [picture]);
        return;
      } catch {
        this.#mayTakeBitmaps = false;
      }
    }
    this.#inPage.add(seq);
    await this.#local.take(seq, video);
  }

  proof(seq, width, quality) {
    if (this.#inPage.has(seq)) return this.#local.proof(seq, width, quality);
    return this.#ask({ task: "proof", seq, width, quality });
  }

  print(seq, quality, maxBytes) {
    if (this.#inPage.has(seq)) return this.#local.print(seq, quality, maxBytes);
    return this.#ask({ task: "print", seq, quality, maxBytes });
  }

  drop(seq) {
    if (this.#inPage.delete(seq)) this.#local.drop(seq);
    else this.#worker.postMessage({ task: "drop", seq });
  }

  clear() {
    this.#inPage.clear();
    this.#local.clear();
    this.#worker.postMessage({ task: "clear" });
  }

  destroy() {
    this.clear();
    this.#worker.terminate();
    this.#fail();
  }

  #ask(task) {
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...task, id });
    });
  }

  #settle({ id, result, failure }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failure) waiting?.reject(new Error(failure));
    else waiting?.resolve(result);
  }

  // A worker that broke down takes its pictures along; the next ones are taken in the page.
  #fail() {
    this.#mayTakeBitmaps = false;
    for (const { reject } of this.#waiting.values()) reject(new Error("the worker broke down"));
    this.#waiting.clear();
  }
}
