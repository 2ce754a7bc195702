// The flash of a kept moment. How bright, and whether it moves at all, is the style sheet's business.

const LASTS_MS = 1200;

export class Flash {
  #stage;
  #timer = 0;

  constructor(stage) {
    this.#stage = stage;
  }

  fire() {
    clearTimeout(this.#timer);
    this.#stage.classList.remove("kept");
    // Read the layout, or the animation of a second moment would not start again.
    void this.#stage.offsetWidth;
    this.#stage.classList.add("kept");
    this.#timer = setTimeout(() => this.#stage.classList.remove("kept"), LASTS_MS);
  }
}
