// From one photo to the next by the arrow keys or a finger on the picture. Both follow the page's own links.

import { swipeOf } from "./swipe.js";

const ways = { "-1": document.querySelector('a[rel="next"]'), 1: document.querySelector('a[rel="prev"]') };
const TYPING = "input, select, textarea, summary, [contenteditable]";

function pressed(event) {
  const elsewhere = event.target.closest(TYPING) || document.querySelector("dialog[open]");
  if (elsewhere || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  // The photo that lies to the right comes in as with a finger to the left.
  ways[{ ArrowLeft: 1, ArrowRight: -1 }[event.key]]?.click();
}

class Swipe {
  #place;
  #from = null;
  #follows = !matchMedia("(prefers-reduced-motion: reduce)").matches;

  constructor(place) {
    this.#place = place;
  }

  init() {
    this.#place.addEventListener("pointerdown", (event) => this.#down(event));
    this.#place.addEventListener("pointermove", (event) => this.#from && this.#lay(event.clientX - this.#from.x));
    this.#place.addEventListener("pointerup", (event) => this.#up(event));
    // The browser's own: scrolling, or the second finger of a pinch.
    this.#place.addEventListener("pointercancel", () => this.#end());
    // Back by the browser's button, to the page as it was left.
    window.addEventListener("pageshow", () => this.#end());
  }

  #down(event) {
    const zoomed = (globalThis.visualViewport?.scale ?? 1) > 1.01;
    this.#from = event.pointerType === "touch" && event.isPrimary && !zoomed ? point(event) : null;
  }

  #up(event) {
    const way = this.#from && ways[swipeOf(this.#from, point(event))];
    if (!way) return this.#end();
    this.#from = null;
    way.click();
  }

  #end() {
    this.#from = null;
    this.#lay(0);
  }

  #lay(across) {
    if (this.#follows) this.#place.style.translate = across && ways[Math.sign(across)] ? `${across}px` : "";
  }
}

function point(event) {
  return { x: event.clientX, y: event.clientY, at: event.timeStamp };
}

document.addEventListener("keydown", pressed);
const place = document.querySelector("[data-swipe]");
if (place) new Swipe(place).init();
