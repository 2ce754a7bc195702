// The expression of the moment: its name, and a bar for each of the seven.

const STEADY_MS = 220;
// Seven bars and numbers at a camera's pace would be the page's dearest work, and nobody could read them.
const GAP_MS = 120;

export class ExpressionPanel {
  #name;
  #root;
  #bars;
  #labels;
  #shown = null;
  #candidate = null;
  #since = 0;
  #filledAt = -Infinity;
  #noFace;

  constructor(root, labels) {
    this.#root = root;
    this.#name = root.querySelector("[data-expression-name]");
    this.#noFace = this.#name.textContent;
    this.#labels = labels;
    this.#bars = new Map(
      Array.from(root.querySelectorAll("[data-emotion]"), (row) => [
        row.dataset.emotion,
        { row, bar: row.querySelector("[data-bar]"), value: row.querySelector("[data-value]"), percent: null },
      ]),
    );
  }

  // `emotion` is a place in `names`, "unsure", or null when there is no face; `scores` in the order of `names`.
  show(names, { emotion, scores }) {
    const name = names[emotion] ?? emotion;
    this.#rename(name);
    const now = performance.now();
    if (now - this.#filledAt < GAP_MS || !this.#root.open) return;
    this.#filledAt = now;
    names.forEach((each, place) => this.#fill(each, name === null ? 0 : scores[place], each === name));
  }

  clear() {
    for (const name of this.#bars.keys()) this.#fill(name, 0, false);
    this.#shown = undefined;
    this.#put(null);
  }

  #fill(name, share, strongest) {
    const part = this.#bars.get(name);
    if (!part) return;
    const percent = String(Math.round(share * 100));
    if (percent !== part.percent) {
      part.percent = part.value.textContent = percent;
      part.bar.style.transform = `scaleX(${share.toFixed(2)})`;
    }
    if (strongest !== part.row.classList.contains("strongest")) part.row.classList.toggle("strongest", strongest);
  }

  #rename(name) {
    const now = performance.now();
    if (name !== this.#candidate) {
      this.#candidate = name;
      this.#since = now;
    }
    if (now - this.#since >= STEADY_MS) this.#put(name);
  }

  #put(name) {
    if (name === this.#shown) return;
    this.#shown = name;
    this.#name.textContent = name === null ? this.#noFace : (this.#labels[name] ?? name);
    this.#root.dataset.expression = name ?? "";
  }
}
