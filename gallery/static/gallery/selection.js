// Choosing many photos: how many are chosen, a range by Shift, all or none; the ids travel in one field.

export class Selection {
  #grid;
  #form;
  #last = null;
  #listeners = new AbortController();

  constructor(grid, form) {
    this.#grid = grid;
    this.#form = form;
  }

  init() {
    const { signal } = this.#listeners;
    this.#grid.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.#grid.addEventListener("change", () => this.#show(), { signal });
    this.#form.addEventListener("submit", () => this.#pack(), { signal });
    this.#form.querySelector("[data-choose-all]").addEventListener("click", () => this.#set(() => true), { signal });
    this.#form.querySelector("[data-choose-none]").addEventListener("click", () => this.#set(() => false), { signal });
    // Back by the browser's own button: the ids that were packed then must not be sent again.
    window.addEventListener("pageshow", () => this.#unpack(), { signal });
    this.#form.querySelector("[data-scripted]").hidden = false;
    this.#form.classList.add("scripted");
    this.#show();
  }

  destroy() {
    this.#listeners.abort();
  }

  get #boxes() {
    return [...this.#grid.querySelectorAll("input[form=selection]")];
  }

  #clicked(event) {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    const boxes = this.#boxes;
    const [here, there] = [boxes.indexOf(box), boxes.indexOf(this.#last)];
    if (event.shiftKey && there >= 0) {
      for (const each of boxes.slice(Math.min(here, there), Math.max(here, there) + 1)) each.checked = box.checked;
    }
    this.#last = box;
    this.#show();
  }

  #set(choose) {
    for (const box of this.#boxes) box.checked = choose(box);
    this.#show();
  }

  #show() {
    const chosen = this.#boxes.filter((box) => box.checked).length;
    const { none, some } = this.#form.dataset;
    this.#form.querySelector("[data-count]").textContent = chosen ? some.replace("{count}", chosen) : none;
    this.#form.classList.toggle("in-use", chosen > 0);
    this.#grid.classList.toggle("choosing", chosen > 0);
    for (const button of this.#form.querySelectorAll("button[name=action]")) button.disabled = chosen === 0;
  }

  #pack() {
    this.#unpack();
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "photos" });
    field.dataset.packed = "";
    field.value = this.#boxes.filter((box) => box.checked).map((box) => box.value).join(",");
    for (const box of this.#boxes) box.removeAttribute("name");
    this.#form.append(field);
  }

  #unpack() {
    this.#form.querySelector("[data-packed]")?.remove();
    for (const box of this.#boxes) box.name = "photos";
    this.#show();
  }
}
