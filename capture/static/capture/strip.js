// The photos under the picture, newest first, one card a moment: a fresh one is there at once and can be taken back.

import { mendFocus } from "./focus.js";
import { StripCard } from "./strip-card.js";

const MOST = 24;

export class Strip {
  #list;
  #empty;
  #template;
  #words;
  #api;
  #unsent;
  #fresh = new Map();
  #moments = new Map();

  // `template` is the <template> of one card; `words` has what a card says by state or code (sentences), and emotions'
  // names. The page brought the newest photos itself. `unsent`: discard(captureId) gives up what was not sent, or gives
  // false; withhold(captureId, unwanted) takes it back, or not.
  constructor({ list, empty, template, words }, api, unsent) {
    this.#list = list;
    this.#empty = empty;
    this.#template = template;
    this.#words = words;
    this.#api = api;
    this.#unsent = unsent;
  }

  // Gives the card that the picture went to: its own, or that of the moment it folds behind.
  developing(captureId, blob, { moment, alternate, unwanted = false }) {
    const card = this.#makeCard();
    this.#fresh.set(captureId, card);
    card.develop(blob);
    card.wantsUndo = unwanted;
    if (unwanted) card.showUndone(true);
    const group = this.#moments.get(moment);
    if (alternate && group) this.#fold(group, card);
    else this.#begin(moment, card);
    return (alternate && group ? group : this.#moments.get(moment)).first;
  }

  sending(captureId) {
    const card = this.#fresh.get(captureId);
    if (card && !card.wantsUndo) card.sending();
  }

  heldUp(captureId, code, safe) {
    const card = this.#fresh.get(captureId);
    if (card && !card.wantsUndo) card.wait(code, safe);
  }

  saved(captureId, photo) {
    const card = this.#fresh.get(captureId);
    this.#fresh.delete(captureId);
    if (!card) return;
    // The answer to an earlier try was lost, and the page brought the photo itself.
    this.#list.querySelector(`[data-photo="${CSS.escape(photo.id)}"]`)?.remove();
    card.keep(photo);
    if (card.wantsUndo) this.#change([card], true);
  }

  // Another tab saw to it.
  gone(captureId) {
    const card = this.#fresh.get(captureId);
    this.#fresh.delete(captureId);
    if (card) this.#remove(card);
  }

  lost(captureId, code, blob) {
    const card = this.#fresh.get(captureId);
    if (!blob) this.#fresh.delete(captureId);
    if (card && !card.wantsUndo) card.lose(code, blob);
  }

  // Takes a moment back, or one picture folded behind another. What is still being saved is taken back as soon as it is.
  undo(card) {
    return this.#change(this.#together(card), true);
  }

  // Gives up a picture that still waits on the device.
  delete(card) {
    const captureId = this.#idOf(card);
    if (!captureId) return;
    if (!this.#unsent.discard(captureId)) {
      this.undo(card);
      return;
    }
    this.#fresh.delete(captureId);
    this.#remove(card);
  }

  #remove(card) {
    card.remove();
    mendFocus(this.#list);
    this.#tidy();
  }

  // Of what is not in the album yet.
  #idOf(card) {
    return [...this.#fresh].find(([, each]) => each === card)?.[0];
  }

  #fold(group, card) {
    group.all.push(card);
    group.first.addAlternate(card);
    if (group.first.undone || group.first.wantsUndo) this.undo(card);
  }

  #begin(moment, card) {
    this.#moments.set(moment, { first: card, all: [card] });
    this.#list.prepend(card.root);
    this.#list.scrollTo?.({ left: 0 });
    this.#tidy();
  }

  #together(card) {
    const group = [...this.#moments.values()].find(({ first }) => first === card);
    return group?.all ?? [card];
  }

  async #change(cards, undo) {
    for (const card of cards) card.busy(true);
    await Promise.all(cards.map((card) => this.#changeOne(card, undo)));
    for (const card of cards) card.busy(false);
  }

  async #changeOne(card, undo) {
    if (card.root.dataset.state === "lost") return;
    card.wantsUndo = undo;
    try {
      if (card.photo && undo !== card.undone) await (undo ? this.#api.trash(card.photo.id) : this.#api.restore(card.photo.id));
      card.showUndone(undo);
      if (!card.photo) this.#unsent.withhold(this.#idOf(card), undo);
    } catch (error) {
      const code = error.status === 401 || error.status === 403 ? "signed_out" : "try_again";
      card.say(card.root.dataset.state, code);
    }
  }

  #makeCard() {
    return new StripCard(this.#template, this.#words, {
      onUndo: (card) => this.undo(card),
      onRestore: (card) => this.#change(this.#together(card), false),
      onDelete: (card) => this.delete(card),
      onFold: (card) => card.toggleFold(),
    });
  }

  #tidy() {
    while (this.#list.children.length > MOST) {
      const last = this.#list.lastElementChild;
      if (last.dataset.state && last.dataset.state !== "saved") break;
      last.remove();
    }
    for (const [moment, { first }] of this.#moments) if (!first.root.isConnected) this.#moments.delete(moment);
    this.#empty.hidden = this.#list.children.length > 0;
  }
}
