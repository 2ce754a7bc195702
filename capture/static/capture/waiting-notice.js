// What the page says of the pictures that wait on the device: how many, why, and what can be done about it.

import { mendFocus } from "./focus.js";

export class WaitingNotice {
  #root;
  #count;
  #reasons;
  #next;

  // `root` holds the number and one [data-waiting-why] for each reason, with its own links and buttons. When the one that
  // has the focus goes, the notice itself has it; when that goes too, `next`.
  constructor(root, next) {
    this.#root = root;
    this.#count = root.querySelector("[data-waiting-count]");
    this.#reasons = [...root.querySelectorAll("[data-waiting-why]")];
    this.#next = next;
  }

  show({ waiting, why }) {
    this.#root.hidden = waiting === 0;
    this.#count.textContent = String(waiting);
    const known = this.#reasons.some(({ dataset }) => dataset.waitingWhy === why);
    for (const reason of this.#reasons) reason.hidden = reason.dataset.waitingWhy !== (known ? why : "refused");
    mendFocus(this.#root, this.#next);
  }
}
