// One photo in the strip: its picture, its state in words, and what can be done about it.

import { mendFocus } from "./focus.js";

const PARTS = ["link", "image", "fold", "alternates", "note", "time", "undo", "restore", "delete", "share", "download"];

export class StripCard {
  photo = null;
  wantsUndo = false;
  #parts;
  #words;
  #address = null;
  #busy = false;

  // words: sentences, emotions. on: onUndo(card), onRestore(card), onDelete(card), onFold(card).
  constructor(template, words, on) {
    this.root = template.content.firstElementChild.cloneNode(true);
    this.#parts = Object.fromEntries(PARTS.map((name) => [name, this.root.querySelector(`[data-card-${name}]`)]));
    this.#words = words;
    this.#parts.undo.onclick = () => this.#busy || on.onUndo(this);
    this.#parts.restore.onclick = () => this.#busy || on.onRestore(this);
    this.#parts.delete.onclick = () => on.onDelete(this);
    this.#parts.fold.onclick = () => on.onFold(this);
  }

  get undone() {
    return this.root.dataset.state === "undone";
  }

  // On its way to the server: seen at once, and may be taken back already.
  develop(blob) {
    this.#address = URL.createObjectURL(blob);
    this.#parts.image.src = this.#address;
    this.#parts.image.alt = this.#words.sentences.just_kept;
    this.sending();
    this.root.classList.add("fresh");
  }

  sending() {
    this.say("saving", "saving");
    this.#parts.delete.hidden = true;
    this.#parts.undo.hidden = false;
    mendFocus(this.#parts.undo);
  }

  // It waits, here in the page and (`safe`) on the device.
  wait(code, safe) {
    // Whoever waits for the person, and not on the device, is lost with the page.
    const unsafe = code.startsWith("waits_") ? "offline_unsafe" : `${code}_unsafe`;
    this.say("held-up", safe || !this.#words.sentences[unsafe] ? code : unsafe);
    this.#parts.delete.hidden = false;
    this.#parts.undo.hidden = true;
    mendFocus(this.#parts.delete);
  }

  keep(photo) {
    const ahead = new Image();
    // Only when the new picture is there; the strip would blink otherwise.
    ahead.onload = () => {
      this.#parts.image.src = ahead.src;
      URL.revokeObjectURL(this.#address);
    };
    ahead.src = photo.urls.thumbnail;
    this.#link(photo);
    this.say("saved", null);
    const { undo, share } = this.#parts;
    this.#parts.delete.hidden = true;
    undo.hidden = false;
    mendFocus(undo);
    share.dataset.shareCard = photo.urls.card;
    share.hidden = false;
  }

  // The picture never reached the album; what the browser still holds can be downloaded.
  lose(code, blob) {
    this.say("lost", this.#words.sentences[code] ? code : "not_saved");
    this.#parts.undo.hidden = true;
    this.#parts.delete.hidden = !blob;
    mendFocus(this.#parts.delete, this.#parts.link);
    if (!blob) return;
    this.#parts.download.href = this.#address;
    this.#parts.download.hidden = false;
  }

  remove() {
    URL.revokeObjectURL(this.#address);
    this.root.remove();
  }

  say(state, sentence) {
    this.root.dataset.state = state;
    this.#parts.note.textContent = sentence ? (this.#words.sentences[sentence] ?? "") : "";
  }

  // What the buttons do is under way. They keep the focus, which disabled ones would lose.
  busy(is) {
    this.#busy = is;
    for (const button of [this.#parts.undo, this.#parts.restore]) button.setAttribute("aria-disabled", String(is));
  }

  showUndone(undone) {
    this.say(undone ? "undone" : "saved", undone ? "undone" : null);
    const { undo, restore, share } = this.#parts;
    this.#parts.delete.hidden = true;
    undo.hidden = undone;
    restore.hidden = !undone;
    share.hidden = undone || !this.photo;
    mendFocus(undone ? restore : undo);
  }

  // Other pictures of the same moment fold behind this one.
  addAlternate(card) {
    const { alternates, fold } = this.#parts;
    alternates.append(card.root);
    const count = alternates.children.length;
    fold.hidden = false;
    fold.querySelector("[data-fold-count]").textContent = `+${count}`;
    fold.setAttribute("aria-label", fold.dataset.label.replace("{count}", count));
  }

  toggleFold() {
    const { alternates, fold } = this.#parts;
    alternates.hidden = !alternates.hidden;
    fold.setAttribute("aria-expanded", String(!alternates.hidden));
  }

  #link(photo) {
    this.photo = photo;
    const { link, time, image } = this.#parts;
    const takenAt = new Date(photo.taken_at);
    const language = document.documentElement.lang || undefined;
    this.root.dataset.photo = photo.id;
    link.href = photo.urls.page;
    // As the album's pages describe it.
    const day = takenAt.toLocaleDateString(language, { dateStyle: "long" });
    image.alt = photo.memo || `${this.#words.emotions[photo.emotion] ?? ""}, ${day}`;
    time.dateTime = photo.taken_at;
    time.textContent = takenAt.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  }
}
