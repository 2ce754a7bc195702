// Opens the darkroom where it works best: in a worker, or in the page for browsers without canvases in workers.

import { draw, makeCanvas } from "./canvases.js";
import { Darkroom } from "./darkroom.js";
import { asVideoFrame, grab } from "./grab.js";
import { startWorker } from "./workers.js";

export async function openDarkroom(workerPath) {
  const local = new LocalDarkroom();
  const worker = await startWorker(workerPath);
  return worker ? new WorkerDarkroom(worker, local) : local;
}

class LocalDarkroom {
  #darkroom = new Darkroom();

  // Keeps what the video shows at this very moment as number `seq`; gives its small JPEG as an ArrayBuffer.
  async take(seq, video, width, quality) {
    const picture = (await asVideoFrame(video).catch(() => null)) ?? drawn(video);
    return this.#darkroom.take(seq, picture, width, quality);
  }

  print(seq, quality, maxBytes) {
    return this.#darkroom.print(seq, quality, maxBytes);
  }

  drop(seq) {
    this.#darkroom.drop(seq);
  }
}

function drawn(video) {
  const canvas = makeCanvas(video.videoWidth, video.videoHeight);
  draw(canvas, video, video.videoWidth, video.videoHeight);
  return canvas;
}

class WorkerDarkroom {
  #worker;
  #local;
  #broken = false;
  #inPage = new Set();
  #waiting = new Map();
  #id = 0;

  constructor(worker, local) {
    this.#worker = worker;
    this.#local = local;
    worker.onmessage = ({ data }) => this.#settle(data);
    worker.onerror = () => this.#fail();
  }

  async take(seq, video, width, quality) {
    const picture = this.#broken ? null : await grab(video);
    if (picture) return this.#ask({ task: "take", seq, picture, width, quality }, [picture]);
    this.#inPage.add(seq);
    return this.#local.take(seq, video, width, quality);
  }

  print(seq, quality, maxBytes) {
    if (this.#inPage.has(seq)) return this.#local.print(seq, quality, maxBytes);
    return this.#ask({ task: "print", seq, quality, maxBytes });
  }

  drop(seq) {
    if (this.#inPage.delete(seq)) this.#local.drop(seq);
    else this.#worker.postMessage({ task: "drop", seq });
  }

  #ask(task, transfer = []) {
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...task, id }, transfer);
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
    this.#broken = true;
    for (const { reject } of this.#waiting.values()) reject(new Error("the worker broke down"));
    this.#waiting.clear();
  }
}
