// Shows what is wrong and what to do about it: as a panel in place of the picture, or as a bar over it.

export class Problems {
  #panel;
  #bar;
  #templates;
  #code = null;
  #say;
  #onGone;

  // `templates`: every <template data-problem="code">, those with data-bar go over the picture. `say(text)` reads aloud
  // what it is; `onGone()`: it has hidden, perhaps from under the keyboard.
  constructor({ panel, bar, templates }, say = () => {}, onGone = () => {}) {
    this.#onGone = onGone;
    this.#panel = panel;
    this.#bar = bar;
    this.#templates = new Map(Array.from(templates, (template) => [template.dataset.problem, template]));
    this.#say = say;
  }

  get code() {
    return this.#code;
  }

  show(code, values = {}) {
    const template = this.#templates.get(code) ?? this.#templates.get("camera_failed");
    const place = template.dataset.bar === undefined ? this.#panel : this.#bar;
    if (code !== this.#code) {
      this.clear();
      this.#code = code;
      place.replaceChildren(template.content.cloneNode(true));
      place.dataset.problem = code;
      place.hidden = false;
      this.#say(place.querySelector("h2, strong")?.textContent);
    }
    for (const slot of place.querySelectorAll("[data-slot]")) {
      const value = values[slot.dataset.slot];
      if (value !== undefined) slot.textContent = value;
    }
    for (const part of place.querySelectorAll("[data-when]")) part.hidden = values[part.dataset.when] === undefined;
  }

  clear() {
    this.#code = null;
    for (const place of [this.#panel, this.#bar]) {
      place.hidden = true;
      delete place.dataset.problem;
      place.replaceChildren();
    }
    this.#onGone();
  }
}
