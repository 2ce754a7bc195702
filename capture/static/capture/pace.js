// How often, how large and how many at once: the control law of the frames. Pure; times are ms of any clock that grows.
//
// The measure is the round trip, from taking a frame to its answer (encoding, both ways and the queue in between), as
// the median of the last nine, so that one late packet changes nothing.
//   smaller   when the median is over 140 ms; each size costs about half the bytes of the one before. When that did
//             not bring the median down by a seventh, the distance is long and not the pipe narrow: back to the size
//             before, and no such try for 30 s.
//   larger    when the slowest of the last 15 took under 80 ms, 3 s after the last change at the soonest. A larger size
//             that does not last 5 s doubles that wait, up to a minute.
//   at once   two frames in flight when one alone would miss camera frames (the median is near their gap or over it);
//             one when it is well under, or when even the smallest size crosses the pipe too slowly: a second frame
//             would only queue behind the first.
//   gap       22 ms, more when the server asks for it, 250 ms when there was no face for 1.5 s.

export const SIZES = [
  { width: 640, quality: 0.82 },
  { width: 512, quality: 0.78 },
  { width: 400, quality: 0.7 },
  { width: 320, quality: 0.55 },
];
const FIRST_SIZE = 1;
const SMALLEST = SIZES.length - 1;
const SLOW_MS = 140;
const FAST_MS = 80;
const MEDIAN_OF = 9;
const ENOUGH = 6;
const WORST_OF = 15;
const HELPED = 6 / 7;
const NO_HELP_MS = 30_000;
const CALM_MS = 3000;
const LONGEST_CALM_MS = 60_000;
const LASTED_MS = 5000;
const CAMERA_GAP_MS = 1000 / 30;
// A little under the server's 60 a second; a screen of 120 Hz would otherwise run into its limit.
const SHORTEST_GAP_MS = 1000 / 45;
const LONGEST_BACK_OFF_MS = 500;
const NOBODY_MS = 1500;
const NOBODY_GAP_MS = 250;

export class Pace {
  #size = FIRST_SIZE;
  #changedAt = -Infinity;
  #grewAt = -Infinity;
  #calm = CALM_MS;
  #before = null;
  #noHelpUntil = -Infinity;
  #trips = [];
  #inFlight = 2;
  #asked = 0;
  #backOff = 0;
  #faceAt = null;
  #nobody = false;

  get size() {
    return SIZES[this.#size];
  }

  get inFlight() {
    return this.#inFlight;
  }

  // ms between two frames at least.
  get gap() {
    return Math.max(SHORTEST_GAP_MS, this.#asked, this.#backOff, this.#nobody ? NOBODY_GAP_MS : 0);
  }

  // Median round trip in ms, null before enough answers came.
  get roundTrip() {
    return this.#trips.length < ENOUGH ? null : median(this.#trips.slice(-MEDIAN_OF));
  }

  // An answer came: `size` is what the frame was sent with, `face` whether it shows one, `paceMs` the server's wish.
  answered({ roundTrip, size, face, paceMs }, now) {
    this.#asked = paceMs;
    this.#look(face, now);
    this.#measure(roundTrip, size, now);
  }

  // No answer within `patience` ms.
  lost(patience, size, now) {
    this.#measure(patience, size, now);
  }

  // The server counts too many frames.
  slower() {
    this.#backOff = Math.min(LONGEST_BACK_OFF_MS, 1.5 * this.gap);
  }

  // A frame was too large for the server or the way there.
  smaller(now) {
    if (this.#size < SMALLEST) this.#change(this.#size + 1, now);
  }

  // Another connection: what was measured on the last one says little, the size it ended with is a fair start.
  reset(now) {
    this.#trips = [];
    this.#asked = this.#backOff = 0;
    this.#before = this.#faceAt = null;
    this.#nobody = false;
    this.#inFlight = 2;
    this.#changedAt = now;
  }

  #look(face, now) {
    if (face || this.#faceAt === null) this.#faceAt = now;
    this.#nobody = now - this.#faceAt > NOBODY_MS;
  }

  #measure(roundTrip, size, now) {
    // Frames of the size before are still coming in after a change.
    if (size !== this.size) return;
    this.#trips = [...this.#trips, roundTrip].slice(-WORST_OF);
    const trip = this.roundTrip;
    if (trip === null) return;
    if (this.#before !== null && this.#didNotHelp(trip, now)) return;
    if (trip > SLOW_MS && this.#size < SMALLEST && now > this.#noHelpUntil) this.#shrink(trip, now);
    else if (this.#mayGrow(now)) this.#grow(now);
    else this.#countFlights(trip, now);
  }

  #didNotHelp(trip, now) {
    const helped = trip < HELPED * this.#before;
    this.#before = null;
    if (helped) return false;
    this.#noHelpUntil = now + NO_HELP_MS;
    this.#change(this.#size - 1, now);
    return true;
  }

  #shrink(trip, now) {
    if (now - this.#grewAt < LASTED_MS) this.#calm = Math.min(LONGEST_CALM_MS, 2 * this.#calm);
    this.#change(this.#size + 1, now);
    this.#before = trip;
  }

  #mayGrow(now) {
    const fast = this.#trips.length === WORST_OF && Math.max(...this.#trips) < FAST_MS;
    return fast && this.#size > 0 && now - this.#changedAt > this.#calm;
  }

  #grow(now) {
    if (now - this.#grewAt > 2 * this.#calm) this.#calm = CALM_MS;
    this.#grewAt = now;
    this.#change(this.#size - 1, now);
  }

  #change(size, now) {
    this.#size = size;
    this.#changedAt = now;
    this.#trips = [];
  }

  #countFlights(trip, now) {
    const choked = trip > SLOW_MS && this.#size === SMALLEST && now > this.#noHelpUntil;
    if (choked || trip < 0.6 * CAMERA_GAP_MS) this.#inFlight = 1;
    else if (trip > 0.9 * CAMERA_GAP_MS && trip < SLOW_MS) this.#inFlight = 2;
    else if (now < this.#noHelpUntil) this.#inFlight = 2;
  }
}

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[sorted.length >> 1];
}
