// The sentence over the picture: why nothing fires yet, with a rim that fills while a smile is held.

const STEADY_MS = 160;
const KEPT_MS = 1400;
const NOTE_MS = 2500;
// These are news; the others must last a moment, or the line would flicker between two of them.
const AT_ONCE = new Set(["hold_on", "kept", "waiting"]);

export class StatusLine {
  #root;
  #text;
  #rim;
  #sentences;
  #announcer;
  #shown = null;
  #candidate = null;
  #candidateSince = 0;
  #filled = null;
  #fixedUntil = -Infinity;
  #told = null;

  constructor(root, sentences, announcer) {
    this.#root = root;
    this.#text = root.querySelector("[data-status-text]");
    this.#rim = root.querySelector("[data-mood-rim]");
    this.#sentences = sentences;
    this.#announcer = announcer;
  }

  // `hint` names a better sentence for those who can't see the picture.
  show(reason, progress, hint = null) {
    const now = performance.now();
    if (reason === "kept") this.#fixedUntil = now + KEPT_MS;
    else if (now < this.#fixedUntil) return;
    if (reason !== this.#candidate) {
      this.#candidate = reason;
      this.#candidateSince = now;
    }
    if (AT_ONCE.has(reason) || this.#shown === null || now - this.#candidateSince >= STEADY_MS) this.#put(reason);
    this.#fill(this.#shown === "hold_on" ? progress : this.#shown === "kept" ? 1 : 0);
    if (hint && this.#shown === reason) this.#announcer.say(this.#sentences[hint]);
    else this.#tell(reason);
  }

  // Something that no answer says, for as long as it takes to read.
  note(name) {
    this.#put(name);
    this.#fill(0);
    this.#announcer.now(this.#sentences[name]);
    this.#fixedUntil = performance.now() + NOTE_MS;
  }

  hide() {
    this.#root.hidden = true;
    this.#shown = this.#candidate = this.#told = null;
    this.#fixedUntil = -Infinity;
    this.#announcer.hush();
  }

  #put(reason) {
    if (reason === this.#shown) return;
    this.#shown = reason;
    this.#root.hidden = false;
    this.#root.dataset.reason = reason;
    this.#text.textContent = this.#sentences[reason] ?? reason;
  }

  // Screen readers hear of the smile and, once it is in the album, of its photo; between them there is nothing to do.
  #tell(reason) {
    if (reason !== this.#shown || reason === "kept") return;
    const again = reason === this.#told;
    this.#told = reason;
    if (reason !== "hold_on") this.#announcer.say(this.#sentences[reason]);
    else if (!again) this.#announcer.now(this.#sentences.smile_seen);
  }

  #fill(share) {
    if (share === this.#filled) return;
    this.#filled = share;
    this.#rim.style.strokeDashoffset = String(1 - share);
  }
}
