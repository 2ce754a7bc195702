// The person's own shutter: a button, the space bar, and a countdown of three before it.

import { Countdown } from "./countdown.js";

export class ManualShutter {
  #parts;
  #press;
  #say;
  #countdown = new Countdown({ onCount: (number) => this.#show(number), onZero: () => this.#press() });

  // parts: shutter, timer, number. `press()` asks for a photo now; `say(text)` is for screen readers.
  constructor(parts, press, say) {
    this.#parts = parts;
    this.#press = press;
    this.#say = say;
    parts.shutter.addEventListener("click", () => this.fire());
    parts.timer.addEventListener("click", () => this.#toggle());
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  // Now, a countdown or not.
  fire() {
    this.#countdown.cancel();
    this.#press();
  }

  cancel() {
    this.#countdown.cancel();
  }

  #toggle() {
    if (this.#countdown.running) this.cancel();
    else this.#countdown.start();
  }

  #key(event) {
    if (event.key === "Escape") this.cancel();
    // Where the space bar already means something it keeps that meaning.
    const free = event.target === document.body || event.target.closest?.("main") === event.target;
    if (event.code !== "Space" || !free || event.repeat || this.#parts.shutter.disabled) return;
    event.preventDefault();
    this.fire();
  }

  #show(number) {
    const { number: place, timer } = this.#parts;
    place.hidden = number === null;
    // A new element each time: its animation begins anew.
    const digit = document.createElement("span");
    digit.textContent = number ?? "";
    place.replaceChildren(digit);
    timer.classList.toggle("running", number !== null);
    timer.setAttribute("aria-label", number === null ? timer.dataset.start : timer.dataset.cancel);
    if (number !== null) this.#say(String(number));
  }
}
