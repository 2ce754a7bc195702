// 3, 2, 1: the page's own timer for a photo of oneself.

const FROM = 3;
const STEP_MS = 1000;

export class Countdown {
  #on;
  #timer = null;

  // onCount(number), null when it is over or called off; onZero().
  constructor(on) {
    this.#on = on;
  }

  get running() {
    return this.#timer !== null;
  }

  start() {
    if (!this.running) this.#count(FROM);
  }

  cancel() {
    if (!this.running) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#on.onCount(null);
  }

  #count(number) {
    this.#on.onCount(number);
    this.#timer = setTimeout(() => (number > 1 ? this.#count(number - 1) : this.#fire()), STEP_MS);
  }

  #fire() {
    this.cancel();
    this.#on.onZero();
  }
}
