// Says to screen readers what sighted people see change, but not at a camera's pace.

const STEADY_MS = 900;
const GAP_MS = 3000;

export class Announcer {
  #region;
  #said = "";
  #next = "";
  #timer = 0;
  #lastTime = -Infinity;

  constructor(region) {
    this.#region = region;
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
    this.#next = text;
    clearTimeout(this.#timer);
    this.#speak();
  }

  #speak() {
    if (this.#next === this.#said) return;
    this.#said = this.#next;
    this.#lastTime = performance.now();
    this.#region.textContent = this.#next;
  }
}
