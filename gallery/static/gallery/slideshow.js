// One photo after the other. Without this module the photos stand below each other. Arrow keys step, space plays and
// pauses; who asked their system for less motion begins paused.

import { fetchPage } from "./pages.js";

const AHEAD = 3;

class Slideshow {
  #place;
  #slides;
  #controls;
  #at = 0;
  #timer = null;
  #loading = false;

  constructor(place) {
    this.#place = place;
    this.#slides = place.querySelector("[data-grid]");
    this.#controls = place.querySelector("[data-controls]");
  }

  init() {
    this.#place.classList.add("scripted");
    this.#controls.hidden = false;
    for (const button of this.#controls.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.#step(Number(button.dataset.step)));
    }
    this.#playButton.addEventListener("click", () => this.#play(!this.#timer));
    this.#controls.querySelector("[data-seconds]").addEventListener("change", () => this.#timer && this.#play(true));
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.#play(false));
    this.#offerFullscreen();
    const more = document.querySelector("[data-more]");
    if (more) more.hidden = true;
    this.#show();
    this.#play(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  }

  get #playButton() {
    return this.#controls.querySelector("[data-play]");
  }

  #offerFullscreen() {
    const button = this.#controls.querySelector("[data-fullscreen]");
    button.hidden = !document.fullscreenEnabled;
    button.addEventListener("click", () =>
      document.fullscreenElement ? document.exitFullscreen() : this.#place.requestFullscreen(),
    );
  }

  #key(event) {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowRight") this.#step(1);
    else if (event.key === "ArrowLeft") this.#step(-1);
    else if (event.key === " " && !event.target.closest("button, a")) {
      event.preventDefault();
      this.#play(!this.#timer);
    }
  }

  #play(on) {
    clearInterval(this.#timer);
    const seconds = Number(this.#controls.querySelector("[data-seconds]").value);
    this.#timer = on ? setInterval(() => this.#step(1), seconds * 1000) : null;
    const { playing, paused } = this.#playButton.dataset;
    this.#playButton.querySelector("[data-play-word]").textContent = on ? playing : paused;
    this.#playButton.classList.toggle("playing", on);
  }

  #step(by) {
    const count = this.#slides.children.length;
    this.#at = (this.#at + by + count) % count;
    if (this.#timer) this.#play(true);
    this.#show();
  }

  #show() {
    [...this.#slides.children].forEach((slide, index) => slide.classList.toggle("shown", index === this.#at));
    for (const near of [this.#at, this.#at + 1]) {
      const image = this.#slides.children[near]?.querySelector("img");
      if (image) image.loading = "eager";
    }
    if (this.#at + AHEAD >= this.#slides.children.length) this.#load();
  }

  async #load() {
    const more = document.querySelector("[data-more]");
    if (!more || this.#loading) return;
    this.#loading = true;
    const page = await fetchPage(more.querySelector("a").href).catch(() => null);
    this.#loading = false;
    // A page that does not come now is asked for again at the next photo; until then the show goes round.
    if (!page) return;
    this.#slides.append(...[...page.querySelectorAll("[data-grid] > li")].map((item) => document.adoptNode(item)));
    const next = page.querySelector("[data-more]");
    if (next) {
      next.hidden = true;
      more.replaceWith(document.adoptNode(next));
    } else more.remove();
  }
}

const place = document.querySelector("[data-slideshow]");
if (place) new Slideshow(place).init();
