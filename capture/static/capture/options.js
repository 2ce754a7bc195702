// How the person wants the camera: switches that hold at once, and for the next time through the API.

export class Options {
  #wanted;
  #save;
  #on;

  // `wanted`: { sound, voice }; `save(changes)` keeps them; `on`: by name, what a switch does with true or false.
  constructor(root, wanted, save, on) {
    this.#wanted = { ...wanted };
    this.#save = save;
    this.#on = on;
    for (const button of root.querySelectorAll("[data-choice]")) {
      const { choice } = button.dataset;
      button.addEventListener("click", () => this.#toggle(choice, button));
      this.#put(choice, button);
    }
  }

  #toggle(choice, button) {
    this.#wanted[choice] = !this.#wanted[choice];
    this.#put(choice, button);
    // Not kept is no harm: it holds for this page.
    this.#save({ [choice]: this.#wanted[choice] }).catch(() => {});
  }

  #put(choice, button) {
    button.setAttribute("aria-pressed", String(this.#wanted[choice]));
    this.#on[choice](this.#wanted[choice]);
  }
}
