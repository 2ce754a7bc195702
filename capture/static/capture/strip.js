// The photos under the picture, newest first: a fresh one is there at once and can be taken back.

const MOST = 12;

export class Strip {
  #list;
  #empty;
  #template;
  #sentences;
  #api;
  #cards = new Map();

  // `template` is the <template> of one card; `sentences` has what a card says by state or code.
  constructor({ list, empty, template, sentences }, api) {
    this.#list = list;
    this.#empty = empty;
    this.#template = template;
    this.#sentences = sentences;
    this.#api = api;
  }

  async load() {
    const photos = await this.#api.newest(MOST).catch(() => []);
    for (const photo of photos) {
      if (this.#list.querySelector(`[data-photo="${CSS.escape(photo.id)}"]`)) continue;
      const card = this.#makeCard();
      this.#link(card, photo);
      card.image.src = photo.urls.thumbnail;
      card.image.loading = "lazy";
      this.#list.append(card.root);
    }
    this.#tidy();
  }

  developing(captureId, blob) {
    const card = this.#cards.get(captureId) ?? this.#makeCard();
    this.#cards.set(captureId, card);
    card.address = URL.createObjectURL(blob);
    card.image.src = card.address;
    this.#say(card, "saving", "saving");
    card.root.classList.add("fresh");
    this.#list.prepend(card.root);
    this.#list.scrollTo?.({ left: 0 });
    this.#tidy();
  }

  heldUp(captureId, code) {
    const card = this.#cards.get(captureId);
    if (card) this.#say(card, "held-up", code);
  }

  saved(captureId, photo) {
    const card = this.#cards.get(captureId);
    this.#cards.delete(captureId);
    // Saved before a reload, or twice: the card is there already.
    if (!card) return;
    this.#link(card, photo);
    this.#say(card, "saved", null);
    this.#swapPicture(card, photo.urls.thumbnail);
    card.undo.hidden = false;
    card.undo.onclick = () => this.#undo(card, photo);
    card.restore.onclick = () => this.#restore(card, photo);
  }

  // The picture never reached the album; what the browser still holds can be downloaded.
  lost(captureId, code, blob) {
    const card = this.#cards.get(captureId);
    this.#cards.delete(captureId);
    if (!card) return;
    this.#say(card, "lost", this.#sentences[code] ? code : "not_saved");
    if (!blob) return;
    card.download.href = card.address;
    card.download.hidden = false;
  }

  async #undo(card, photo) {
    await this.#change(card, () => this.#api.trash(photo.id), "undone");
  }

  async #restore(card, photo) {
    await this.#change(card, () => this.#api.restore(photo.id), "saved");
  }

  async #change(card, call, state) {
    card.undo.disabled = card.restore.disabled = true;
    try {
      await call();
      this.#say(card, state, state === "undone" ? "undone" : null);
      const undone = state === "undone";
      card.undo.hidden = undone;
      card.restore.hidden = !undone;
      card.undo.disabled = card.restore.disabled = false;
      (undone ? card.restore : card.undo).focus();
    } catch (error) {
      const code = error.status === 401 || error.status === 403 ? "signed_out" : "try_again";
      this.#say(card, card.root.dataset.state, code);
      card.undo.disabled = card.restore.disabled = false;
    }
  }

  #makeCard() {
    const root = this.#template.content.firstElementChild.cloneNode(true);
    const part = (name) => root.querySelector(`[data-card-${name}]`);
    const names = ["link", "image", "note", "time", "undo", "restore", "download"];
    return { root, address: null, ...Object.fromEntries(names.map((name) => [name, part(name)])) };
  }

  #link(card, photo) {
    const takenAt = new Date(photo.taken_at);
    const language = document.documentElement.lang || undefined;
    const time = takenAt.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    const full = takenAt.toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
    const today = takenAt.toDateString() === new Date().toDateString();
    card.root.dataset.photo = photo.id;
    card.link.href = photo.urls.page;
    card.link.setAttribute("aria-label", card.link.dataset.label.replace("{time}", full));
    card.time.dateTime = photo.taken_at;
    card.time.textContent = today ? time : takenAt.toLocaleDateString(language, { day: "numeric", month: "short" });
    if (photo.width && photo.height) card.image.style.aspectRatio = `${photo.width} / ${photo.height}`;
  }

  #say(card, state, sentence) {
    card.root.dataset.state = state;
    card.note.textContent = sentence ? (this.#sentences[sentence] ?? "") : "";
  }

  // Only when the new one is there; the strip would blink otherwise.
  #swapPicture(card, address) {
    const ahead = new Image();
    ahead.onload = () => {
      card.image.src = address;
      URL.revokeObjectURL(card.address);
      card.address = null;
    };
    ahead.src = address;
  }

  #tidy() {
    while (this.#list.children.length > MOST * 2) {
      const last = this.#list.lastElementChild;
      if (last.dataset.state && last.dataset.state !== "saved") break;
      last.remove();
    }
    this.#empty.hidden = this.#list.children.length > 0;
  }
}
