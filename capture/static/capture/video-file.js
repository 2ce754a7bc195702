// A video file as a source, in place of the camera and through the same path.

import { SourceProblem } from "./source-problem.js";

export class VideoFileSource {
  kind = "file";
  mirrored = false;
  #video;
  #address = null;
  #listening = new AbortController();
  #on;

  // `onProgress(seconds, duration)`, `onPlaying(bool)`, `onDone()`, `onProblem(code)`.
  constructor(video, on) {
    this.#video = video;
    this.#on = on;
  }

  // Throws SourceProblem("unsupported_file"). Loads only: it plays when the server is ready for it.
  async start(file, stillWanted) {
    this.#address = URL.createObjectURL(file);
    const video = this.#video;
    video.loop = false;
    const { signal } = this.#listening;
    try {
      await loaded(video, this.#address, signal);
    } catch (error) {
      if (!stillWanted()) return false;
      throw error;
    }
    if (!stillWanted()) return false;
    const progress = () => this.#on.onProgress(video.currentTime, video.duration);
    const playing = () => this.#on.onPlaying(!video.paused && !video.ended);
    video.addEventListener("timeupdate", progress, { signal });
    video.addEventListener("play", playing, { signal });
    video.addEventListener("pause", playing, { signal });
    video.addEventListener("ended", () => this.#on.onDone(), { signal });
    video.addEventListener("error", () => this.#on.onProblem("unsupported_file"), { signal });
    progress();
    return true;
  }

  get done() {
    return this.#video.ended;
  }

  async resume() {
    if (this.done) return;
    try {
      await this.#video.play();
    } catch {
      // Stopped in between, or the browser wants a tap: the play button is still there.
    }
  }

  pause() {
    this.#video.pause();
  }

  again() {
    this.#video.currentTime = 0;
    return this.#video.play().catch(() => {});
  }

  stop() {
    this.#listening.abort();
    this.#video.pause();
    this.#video.removeAttribute("src");
    this.#video.load();
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = null;
  }
}

function loaded(video, address, cancelled) {
  return new Promise((resolve, reject) => {
    const listening = new AbortController();
    const { signal } = listening;
    const settle = (then, value) => {
      listening.abort();
      then(value);
    };
    const refuse = () => settle(reject, new SourceProblem("unsupported_file"));
    // Sound alone loads well and shows nothing. (Not "loadeddata": iPhones fire it only once it plays.)
    const look = () => (video.videoWidth > 0 ? settle(resolve) : refuse());
    video.addEventListener("loadedmetadata", look, { signal });
    video.addEventListener("error", refuse, { signal });
    cancelled.addEventListener("abort", refuse, { signal });
    video.src = address;
    video.load();
  });
}
