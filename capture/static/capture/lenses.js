// Which camera: a button that turns between front and back on phones, a list where there are several.

import { listCameras } from "./camera.js";

export class Lenses {
  #flip;
  #picker;
  #field;

  constructor({ flip, picker, field }) {
    this.#flip = flip;
    this.#picker = picker;
    this.#field = field;
  }

  // `facing` is known only on devices whose cameras look two ways.
  async show({ deviceId, facing }) {
    const cameras = await listCameras();
    this.#flip.hidden = facing === null || cameras.length < 2;
    this.#picker.replaceChildren(...cameras.map((camera, place) => this.#option(camera, place, deviceId)));
    this.#field.hidden = cameras.length < 2;
  }

  #option({ label, deviceId }, place, chosen) {
    const option = new Option(label || `${this.#picker.dataset.unnamed} ${place + 1}`, deviceId);
    option.selected = deviceId === chosen;
    return option;
  }
}
