// Which conditions of a good photo hold just now. A mark changes only once it has lasted, or the row would flicker.

const STEADY_MS = 250;

export class Checklist {
  #root;
  #items;
  #yes;
  #no;

  constructor(root) {
    this.#root = root;
    this.#yes = root.dataset.yes;
    this.#no = root.dataset.no;
    this.#items = new Map(
      Array.from(root.querySelectorAll("[data-condition]"), (item) => [
        item.dataset.condition,
        { item, word: item.querySelector("[data-holds]"), shown: null, candidate: null, since: 0 },
      ]),
    );
  }

  // `mask` has bit i set where names[i] holds.
  show(names, mask) {
    const now = performance.now();
    this.#root.hidden = false;
    names.forEach((name, place) => this.#consider(this.#items.get(name), (mask & (1 << place)) !== 0, now));
  }

  hide() {
    this.#root.hidden = true;
    for (const entry of this.#items.values()) entry.shown = entry.candidate = null;
  }

  #consider(entry, holds, now) {
    if (!entry) return;
    if (holds !== entry.candidate) {
      entry.candidate = holds;
      entry.since = now;
    }
    if (holds !== entry.shown && (entry.shown === null || now - entry.since >= STEADY_MS)) this.#put(entry, holds);
  }

  #put(entry, holds) {
    entry.shown = holds;
    entry.item.dataset.state = holds ? "holds" : "misses";
    entry.word.textContent = holds ? this.#yes : this.#no;
  }
}
