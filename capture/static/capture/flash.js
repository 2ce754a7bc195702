// The light of a kept moment: a warm glow from the edges that goes as it came; for who wants no movement a still frame.

const LASTS_MS = 1200;
const SWELLS = [{ opacity: 0 }, { opacity: 1, offset: 0.18 }, { opacity: 0 }];
const STANDS = [{ opacity: 1 }, { opacity: 1, offset: 0.99 }, { opacity: 0 }];

export class Flash {
  #glow;

  constructor(glow) {
    this.#glow = glow;
  }

  fire() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const running of this.#glow.getAnimations?.() ?? []) running.cancel();
    this.#glow.animate?.(calm ? STANDS : SWELLS, { duration: LASTS_MS, easing: "ease-out" });
  }
}
