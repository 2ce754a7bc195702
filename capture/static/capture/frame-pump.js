// Sends small pictures of what the <video> shows, never more than the server wants to have unanswered, and keeps the
// full picture of each until its answer is there.

import { eachFrame } from "./each-frame.js";

const PATIENCE_MS = 2000;
// A little under the server's 60 a second; a screen of 120 Hz would otherwise run into its limit.
const SHORTEST_GAP_MS = 1000 / 45;
const LONGEST_GAP_MS = 500;
const WIDTH = 480;
const NARROWEST = 320;
const QUALITY = 0.8;
const LOWEST_QUALITY = 0.5;

export class FramePump {
  #video;
  #darkroom;
  #send;
  #stopFrames = null;
  #limits = null;
  #inFlight = new Map();
  #seq = 0;
  #newestSent = 0;
  #lastTaken = -Infinity;
  #gap = SHORTEST_GAP_MS;
  #width = WIDTH;
  #quality = QUALITY;

  // `send(seq, jpeg)` gives false when it could not.
  constructor(video, darkroom, send) {
    this.#video = video;
    this.#darkroom = darkroom;
    this.#send = send;
  }

  start() {
    this.#stopFrames ??= eachFrame(this.#video, (capturedAt) => this.#take(capturedAt));
  }

  stop() {
    this.#stopFrames?.();
    this.#stopFrames = null;
  }

  // A connection is there: `inFlight` frames may be unanswered, none over `maxFrameBytes`.
  allow({ inFlight, maxFrameBytes }) {
    this.#limits = { inFlight, maxFrameBytes };
    this.#gap = SHORTEST_GAP_MS;
  }

  // The connection is gone and every answer with it.
  forbid() {
    this.#limits = null;
    for (const { timer } of this.#inFlight.values()) clearTimeout(timer);
    this.#inFlight.clear();
    this.#darkroom.clear();
  }

  // The answer to `seq` is there; it settles every earlier frame too. Gives when the picture was taken, or null for one
  // given up long ago. With `keep` its full picture stays in the darkroom.
  settle(seq, keep) {
    const capturedAt = this.#inFlight.get(seq)?.capturedAt ?? null;
    for (const [earlier, { timer }] of this.#inFlight) {
      if (earlier > seq) continue;
      clearTimeout(timer);
      this.#inFlight.delete(earlier);
      if (earlier !== seq || !keep) this.#darkroom.drop(earlier);
    }
    return capturedAt;
  }

  slower() {
    this.#gap = Math.min(LONGEST_GAP_MS, this.#gap * 1.5);
  }

  smaller() {
    this.#width = Math.max(NARROWEST, this.#width * 0.8);
    this.#quality = Math.max(LOWEST_QUALITY, this.#quality - 0.1);
  }

  #unanswered() {
    let count = 0;
    for (const { lost } of this.#inFlight.values()) if (!lost) count += 1;
    return count;
  }

  #take(capturedAt) {
    const now = performance.now();
    if (!this.#limits || this.#unanswered() >= this.#limits.inFlight) return;
    if (now - this.#lastTaken < this.#gap || !this.#video.videoWidth) return;
    this.#lastTaken = now;
    this.#seq += 1;
    const seq = this.#seq;
    const timer = setTimeout(() => this.#losePatience(seq), PATIENCE_MS);
    this.#inFlight.set(seq, { capturedAt, timer, lost: false });
    this.#develop(seq).catch(() => this.settle(seq, false));
  }

  async #develop(seq) {
    await this.#darkroom.take(seq, this.#video);
    const jpeg = await this.#darkroom.proof(seq, this.#width, this.#quality);
    // Overtaken by a later frame while it was being encoded, or the connection went: nobody waits for this one.
    if (!jpeg || !this.#inFlight.has(seq) || seq < this.#newestSent) return;
    if (this.#limits && jpeg.byteLength > this.#limits.maxFrameBytes) {
      this.smaller();
      this.settle(seq, false);
      return;
    }
    this.#newestSent = seq;
    if (!this.#send(seq, jpeg)) this.settle(seq, false);
  }

  // The next frame may go, but the picture is kept: the answer may still come, and say that this was the moment.
  #losePatience(seq) {
    const frame = this.#inFlight.get(seq);
    if (frame) frame.lost = true;
    for (const earlier of this.#inFlight.keys()) {
      if (this.#inFlight.size <= 3) break;
      this.#inFlight.delete(earlier);
      this.#darkroom.drop(earlier);
    }
  }
}
