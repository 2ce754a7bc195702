// One photo in the strip: its picture, its state in words, and what can be done about it.

const PARTS = ["link", "image", "fold", "alternates", "note", "time", "undo", "restore", "download"];

export class StripCard {
  photo = null;
  wantsUndo = false;
  #parts;
  #sentences;
  #address = null;

  // on: onUndo(card), onRestore(card), onFold(card).
  constructor(template, sentences, on) {
    this.root = template.content.firstElementChild.cloneNode(true);
    this.#parts = Object.fromEntries(PARTS.map((name) => [name, this.root.querySelector(`[data-card-${name}]`)]));
    this.#sentences = sentences;
    this.#parts.undo.onclick = () => on.onUndo(this);
    this.#parts.restore.onclick = () => on.onRestore(this);
    this.#parts.fold.onclick = () => on.onFold(this);
  }

  get undone() {
    return this.root.dataset.state === "undone";
  }

  // On its way to the server: seen at once, and may be taken back already.
  develop(blob) {
    this.#address = URL.createObjectURL(blob);
    this.#parts.image.src = this.#address;
    this.say("saving", "saving");
    this.#parts.undo.hidden = false;
    this.root.classList.add("fresh");
  }

  keep(photo) {
    const ahead = new Image();
    // Only when the new picture is there; the strip would blink otherwise.
    ahead.onload = () => {
      this.#parts.image.src = ahead.src;
      URL.revokeObjectURL(this.#address);
    };
    ahead.src = photo.urls.thumbnail;
    this.link(photo);
    this.say("saved", null);
    this.#parts.undo.hidden = false;
  }

  // The picture never reached the album; what the browser still holds can be downloaded.
  lose(code, blob) {
    this.say("lost", this.#sentences[code] ? code : "not_saved");
    this.#parts.undo.hidden = true;
    if (!blob) return;
    this.#parts.download.href = this.#address;
    this.#parts.download.hidden = false;
  }

  show(photo) {
    this.link(photo);
    this.#parts.image.src = photo.urls.thumbnail;
    this.#parts.image.loading = "lazy";
  }

  link(photo) {
    this.photo = photo;
    const { link, time, image } = this.#parts;
    const takenAt = new Date(photo.taken_at);
    const language = document.documentElement.lang || undefined;
    const clock = takenAt.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    const full = takenAt.toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
    const today = takenAt.toDateString() === new Date().toDateString();
    this.root.dataset.photo = photo.id;
    link.href = photo.urls.page;
    link.setAttribute("aria-label", link.dataset.label.replace("{time}", full));
    time.dateTime = photo.taken_at;
    time.textContent = today ? clock : takenAt.toLocaleDateString(language, { day: "numeric", month: "short" });
    if (photo.width && photo.height) image.style.aspectRatio = `${photo.width} / ${photo.height}`;
  }

  say(state, sentence) {
    this.root.dataset.state = state;
    this.#parts.note.textContent = sentence ? (this.#sentences[sentence] ?? "") : "";
  }

  // What the buttons do is under way.
  busy(is) {
    this.#parts.undo.disabled = this.#parts.restore.disabled = is;
  }

  showUndone(undone) {
    this.say(undone ? "undone" : "saved", undone ? "undone" : null);
    const { undo, restore } = this.#parts;
    const pressed = document.activeElement === undo || document.activeElement === restore;
    undo.hidden = undone;
    restore.hidden = !undone;
    if (pressed) (undone ? restore : undo).focus();
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
}
