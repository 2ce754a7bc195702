// Over the picture for a while after each kept moment: what was kept, and one button to take it back. Asks nothing.

const LASTS_MS = 8000;

export class UndoTray {
  #root;
  #image;
  #undo;
  #strip;
  #onGone;
  #card = null;
  #timer = 0;

  // `onGone()`: it has hidden, perhaps from under the keyboard.
  constructor(root, strip, onGone) {
    this.#onGone = onGone;
    this.#root = root;
    this.#image = root.querySelector("[data-tray-image]");
    this.#strip = strip;
    this.#undo = root.querySelector("[data-tray-undo]");
    this.#undo.addEventListener("click", () => this.undo());
    // It stays while somebody is about to press.
    for (const name of ["pointerenter", "focusin"]) root.addEventListener(name, () => clearTimeout(this.#timer));
    for (const name of ["pointerleave", "focusout"]) root.addEventListener(name, () => this.#hideLater());
  }

  // `card` is the moment's card in the strip.
  offer(card, blob) {
    if (card === this.#card) return;
    this.#card = card;
    URL.revokeObjectURL(this.#image.src);
    this.#image.src = URL.createObjectURL(blob);
    this.#root.hidden = false;
    this.#hideLater();
  }

  undo() {
    if (!this.#card) return;
    this.#strip.undo(this.#card);
    this.hide();
  }

  hide() {
    clearTimeout(this.#timer);
    this.#card = null;
    this.#root.hidden = true;
    this.#onGone();
  }

  #hideLater() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), LASTS_MS);
  }
}
