// A soft sound when a photo is kept, for whoever switched it on: two short notes, a fourth apart.

const NOTES_HZ = [659, 880];
const EACH_S = 0.14;
const LOUDNESS = 0.08;

export class Chime {
  #context = null;
  #make;

  // `make` gives a new AudioContext; browsers let it sound only after the person touched the page.
  constructor(make = () => new AudioContext()) {
    this.#make = make;
  }

  // Called for a touch or a key.
  wake() {
    try {
      this.#context ??= this.#make();
    } catch {
      return; // no sound on this device
    }
    if (this.#context.state === "suspended") void this.#context.resume();
  }

  ring() {
    if (this.#context?.state !== "running") return false;
    NOTES_HZ.forEach((hertz, number) => this.#note(hertz, this.#context.currentTime + number * EACH_S));
    return true;
  }

  #note(hertz, start) {
    const tone = this.#context.createOscillator();
    const gain = this.#context.createGain();
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 2 * EACH_S);
    tone.connect(gain).connect(this.#context.destination);
    tone.start(start);
    tone.stop(start + 2 * EACH_S);
  }
}

export function chimeWhenKept(page, chime = new Chime()) {
  for (const touch of ["pointerdown", "keydown"]) page.addEventListener(touch, () => chime.wake());
  page.addEventListener("happythings:saved", () => chime.ring());
}
