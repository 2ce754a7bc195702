// Says to screen readers, and through `voice`, what sighted people see change, but not at a camera's pace.

const STEADY_MS = 900;
const GAP_MS = 3000;
const AGAIN_MS = 2500;

export class Announcer {
  #region;
  #voice;
  #said = "";
  #next = "";
  #timer = 0;
  #lastTime = -Infinity;

  constructor(region, voice) {
    this.#region = region;
    this.#voice = voice;
  }

  // Only what stays true for a moment is worth interrupting for.
  say(text) {
    if (text === this.#next) return;
    this.#next = text;
    clearTimeout(this.#timer);
    const wait = Math.max(STEADY_MS, this.#lastTime + GAP_MS - performance.now());
    this.#timer = setTimeout(() => this.#speak(), wait);
  }

  now(text) {
    if (text === this.#said && performance.now() - this.#lastTime < AGAIN_MS) return;
    clearTimeout(this.#timer);
    // The same words once more are news: without a change nobody would hear of them.
    this.#said = this.#region.textContent = "";
    this.#next = text;
    this.#speak();
  }

  // What was about to be said is no longer true.
  hush() {
    clearTimeout(this.#timer);
    this.#next = this.#said;
  }

  // What the page itself tells screen readers, by a region of its own.
  aloud(text) {
    this.#voice.say(text);
  }

  #speak() {
    if (this.#next === this.#said) return;
    this.#said = this.#next;
    this.#lastTime = performance.now();
    this.#region.textContent = this.#next;
    this.#voice.say(this.#next);
  }
}
