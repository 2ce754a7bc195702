// Where the keyboard goes on when the stage changes under it: from the start to the shutter, and back.

import { canHold, lastFocused, mendFocus } from "./focus.js";

export class StageFocus {
  #parts;
  #state = "idle";
  #before = null;

  // parts: stop and shutter; start, problem and files as selectors, since what is in them comes and goes.
  constructor(parts) {
    this.#parts = parts;
  }

  // Called when the page shows the new state.
  show(state) {
    const { stop } = this.#parts;
    const opened = this.#state === "opening" && state === "live" && document.activeElement === stop;
    if (state === "opening") this.#before = lastFocused();
    this.#state = state;
    this.mend();
    if (opened) this.#goBack();
  }

  // Something within the state has gone, such as a message with its button.
  mend() {
    const { start, stop, shutter, problem, files } = this.#parts;
    const place = { idle: start, opening: stop, live: shutter, done: files, problem }[this.#state];
    mendFocus(...(typeof place === "string" ? document.querySelectorAll(place) : [place]));
  }

  // A camera that was changed by hand leaves the hand where it was; its menu closed when the focus left it.
  #goBack() {
    const menu = this.#before?.closest("details");
    if (menu) menu.open = true;
    const place = this.#before && canHold(this.#before) ? this.#before : this.#parts.shutter;
    place.focus({ preventScroll: true });
  }
}
