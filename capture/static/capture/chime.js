// Soft sounds for whoever switched them on: one low note when a smile is seen, two, a fourth apart, when its photo is kept.

const KEPT_HZ = [659, 880];
const SEEN_HZ = [494];
const EACH_S = 0.14;
const LOUDNESS = 0.08;

export class Chime {
  #context = null;
  #on = false;
  #make;

  // `make` gives a new AudioContext; browsers let it sound only after the person touched the page.
  constructor(make = () => new AudioContext()) {
    this.#make = make;
  }

  turn(on) {
    this.#on = on;
    if (on && globalThis.navigator?.userActivation?.isActive) this.wake();
  }

  // Called for a touch or a key.
  wake() {
    if (!this.#on) return;
    try {
      this.#context ??= this.#make();
    } catch {
      return; // no sound on this device
    }
    if (this.#context.state === "suspended") void this.#context.resume();
  }

  kept() {
    return this.#ring(KEPT_HZ);
  }

  seen() {
    return this.#ring(SEEN_HZ);
  }

  #ring(notes) {
    if (!this.#on || this.#context?.state !== "running") return false;
    notes.forEach((hertz, number) => this.#note(hertz, this.#context.currentTime + number * EACH_S));
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
