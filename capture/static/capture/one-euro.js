// The One Euro filter (Casiez, Roussel and Vogel, CHI 2012): calm while the numbers tremble, without lag when they move.

export class OneEuro {
  #slowest;
  #eagerness;
  #speedCutoff;
  #last = null;
  values = null;
  speeds = null;

  // Cut-off frequencies in Hz: `slowest` at rest, `speedCutoff` of the speed itself; each unit a second of speed adds
  // `eagerness` Hz.
  constructor({ slowest, eagerness, speedCutoff }) {
    this.#slowest = slowest;
    this.#eagerness = eagerness;
    this.#speedCutoff = speedCutoff;
  }

  // A measurement `elapsed` seconds after the last one.
  push(measured, elapsed) {
    if (this.values === null) {
      this.values = Float64Array.from(measured);
      this.speeds = new Float64Array(measured.length);
    }
    const speedShare = share(this.#speedCutoff, elapsed);
    for (let place = 0; place < measured.length; place += 1) {
      const speed = (measured[place] - (this.#last ?? measured)[place]) / elapsed;
      this.speeds[place] += speedShare * (speed - this.speeds[place]);
      const cutoff = this.#slowest + this.#eagerness * Math.abs(this.speeds[place]);
      this.values[place] += share(cutoff, elapsed) * (measured[place] - this.values[place]);
    }
    this.#last = measured;
  }
}

function share(cutoff, elapsed) {
  return 1 / (1 + 1 / (2 * Math.PI * cutoff * elapsed));
}
