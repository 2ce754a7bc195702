// Sends small pictures of what the <video> shows, as often and as large as the pace allows, and keeps the full picture
// of each until its verdict is there.

import { eachFrame } from "./each-frame.js";
import { DROP } from "./wire.js";

const PATIENCE_MS = 2000;

export class FramePump {
  #video;
  #darkroom;
  #pictures;
  #pace;
  #send;
  #onOverdue;
  #stopFrames = null;
  #limits = null;
  #inFlight = new Map();
  #seq = 0;
  #newestSent = 0;
  #lastTaken = -Infinity;

  // `send(seq, jpeg)` gives false when it could not. `onOverdue()`: a frame's answer should be there by now.
  constructor(video, darkroom, { pictures, pace }, send, onOverdue = () => {}) {
    this.#video = video;
    this.#darkroom = darkroom;
    this.#pictures = pictures;
    this.#pace = pace;
    this.#send = send;
    this.#onOverdue = onOverdue;
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
    this.#pace.reset(performance.now());
  }

  // The connection is gone and every answer with it.
  forbid() {
    this.#limits = null;
    for (const { timer } of this.#inFlight.values()) clearTimeout(timer);
    this.#inFlight.clear();
    this.#pictures.clear();
  }

  // An answer is there; it settles every earlier frame too. Gives when its picture was taken, or null for one given up
  // long ago.
  answered({ seq, verdict, points, paceMs }) {
    const now = performance.now();
    const frame = this.#land(seq);
    this.#pictures.settle(seq, verdict, now);
    if (!frame) return null;
    const { takenAt, size, capturedAt } = frame;
    this.#pace.answered({ roundTrip: now - takenAt, size, face: points !== null, paceMs }, now);
    return capturedAt;
  }

  // No answer will come for `seq`.
  abandon(seq) {
    this.#land(seq);
    this.#pictures.settle(seq, DROP, performance.now());
  }

  #land(seq) {
    const frame = this.#inFlight.get(seq) ?? null;
    for (const [earlier, { timer }] of this.#inFlight) {
      if (earlier > seq) continue;
      clearTimeout(timer);
      this.#inFlight.delete(earlier);
    }
    return frame;
  }

  #take(capturedAt) {
    const now = performance.now();
    if (!this.#limits || !this.#video.videoWidth) return;
    if (this.#inFlight.size >= Math.min(this.#limits.inFlight, this.#pace.inFlight)) return;
    if (now - this.#lastTaken < this.#pace.gap || !this.#pictures.take(this.#seq + 1, now)) return;
    this.#lastTaken = now;
    this.#seq += 1;
    const seq = this.#seq;
    const { size } = this.#pace;
    const timer = setTimeout(() => this.#losePatience(seq, size), PATIENCE_MS);
    this.#inFlight.set(seq, { capturedAt, takenAt: now, size, timer });
    this.#develop(seq, size).catch(() => this.abandon(seq));
  }

  async #develop(seq, { width, quality }) {
    const jpeg = await this.#darkroom.take(seq, this.#video, width, quality);
    // Let go of before it was there.
    if (!this.#pictures.has(seq)) this.#darkroom.drop(seq);
    // Overtaken by a later frame while it was being encoded, or the connection went: nobody waits for this one.
    if (!this.#inFlight.has(seq) || seq < this.#newestSent) return;
    if (jpeg.byteLength > this.#limits.maxFrameBytes) {
      this.#pace.smaller(performance.now());
      this.abandon(seq);
      return;
    }
    this.#newestSent = seq;
    if (!this.#send(seq, jpeg)) this.abandon(seq);
  }

  // The next frame may go; the answer may still come, and say that this was the moment.
  #losePatience(seq, size) {
    this.#inFlight.delete(seq);
    this.#pictures.lose(seq);
    this.#pace.lost(PATIENCE_MS, size, performance.now());
    this.#onOverdue();
  }
}
