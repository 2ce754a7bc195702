// The sentence over the picture: why nothing fires yet, with a ring that fills while a smile is held.

const STEADY_MS = 160;
const KEPT_MS = 1400;
const NOTE_MS = 2500;
// These are news; the others must last a moment, or the line would flicker between two of them.
const AT_ONCE = new Set(["hold_on", "kept", "waiting"]);

export class StatusLine {
  #root;
  #text;
  #ring;
  #sentences;
  #announcer;
  #shown = null;
  #candidate = null;
  #candidateSince = 0;
  #filled = null;
  #fixedUntil = -Infinity;

  constructor(root, sentences, announcer) {
    this.#root = root;
    this.#text = root.querySelector("[data-status-text]");
    this.#ring = root.querySelector("[data-status-ring]");
    this.#sentences = sentences;
    this.#announcer = announcer;
  }

  show(reason, progress) {
    const now = performance.now();
    if (reason === "kept") this.#fixedUntil = now + KEPT_MS;
    else if (now < this.#fixedUntil) return;
    if (reason !== this.#candidate) {
      this.#candidate = reason;
      this.#candidateSince = now;
    }
    if (AT_ONCE.has(reason) || this.#shown === null || now - this.#candidateSince >= STEADY_MS) this.#put(reason);
    this.#fill(this.#shown === "hold_on" ? progress : this.#shown === "kept" ? 1 : 0);
  }

  // Something that no answer says, for as long as it takes to read.
  note(name) {
    this.#put(name);
    this.#fill(0);
    this.#fixedUntil = performance.now() + NOTE_MS;
  }

  hide() {
    this.#root.hidden = true;
    this.#shown = this.#candidate = null;
    this.#fixedUntil = -Infinity;
  }

  #put(reason) {
    if (reason === this.#shown) return;
    this.#shown = reason;
    this.#root.hidden = false;
    this.#root.dataset.reason = reason;
    const sentence = this.#sentences[reason] ?? reason;
    this.#text.textContent = sentence;
    if (reason === "kept") this.#announcer.now(sentence);
    else if (reason !== "hold_on") this.#announcer.say(sentence);
  }

  #fill(share) {
    if (share === this.#filled) return;
    this.#filled = share;
    this.#ring.style.strokeDashoffset = String(1 - share);
  }
}
