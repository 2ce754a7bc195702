// Where the face is in the picture on the screen, from answers about earlier pictures. An answer is as old as the round
// trip, and the head has moved on meanwhile: its pose is carried forward by its speed to the picture that is shown. What
// the face looks like is not guessed, only calmed.

import { OneEuro } from "./one-euro.js";
import { placeShape, poseOf, shapeOf } from "./pose.js";

// A pose is the mean of 468 points and trembles little; a single point of the shape trembles more.
const POSE = { slowest: 4, eagerness: 60, speedCutoff: 12 };
const SHAPE = { slowest: 1.5, eagerness: 10, speedCutoff: 1.5 };
const LONGEST_GUESS_S = 0.15;
const LONGEST_GAP_S = 0.5;
const SHORTEST_GAP_S = 0.005;
// In face sizes (about a third of its width) a second: below the first it keeps still and its speed is noise, beyond the
// second it moves.
const STILL = 0.06;
const MOVING = 0.25;
// In face sizes: another face, or one that came back elsewhere. Gliding there would draw a mask on the wall between.
const JUMP = 1.5;
const CORRECTION_MS = 12;
const SETTLED = 1e-4;

export class FaceTrack {
  points = null;
  #tall = 1;
  #unit = 1;
  #reference = null;
  #pose = null;
  #shape = null;
  #capturedAt = 0;
  #shownAt = 0;
  #drawn = null;
  #error = [0, 0, 0, 0];
  #drawnShape = null;

  reset() {
    this.points = this.#reference = null;
  }

  // An answer: `points` as fractions of the picture that was taken at `capturedAt` (ms) and is `tall` times as high as wide.
  aim(points, capturedAt, tall) {
    this.#tall = tall;
    const pose = this.#reference && this.#inUnits(poseOf(points, tall, this.#reference));
    if (!pose || distance(pose, this.#pose.values) > JUMP) this.#begin(points);
    else this.#follow(points, pose, (capturedAt - this.#capturedAt) / 1000);
    this.#capturedAt = capturedAt;
    // What is drawn glides to what is known now instead of leaping there.
    const guess = this.#drawn && this.#guess(this.#shownAt);
    this.#error = guess ? this.#drawn.map((part, place) => part - guess[place]) : [0, 0, 0, 0];
  }

  // The picture taken at `shownAt` (ms) is on the screen, `elapsed` ms after the last call. Tells whether anything moved.
  move(shownAt, elapsed) {
    if (!this.#reference) return false;
    this.#shownAt = shownAt;
    const fade = Math.exp(-elapsed / CORRECTION_MS);
    this.#error = this.#error.map((part) => part * fade);
    const drawn = this.#guess(shownAt).map((part, place) => part + this.#error[place]);
    const moved = this.#blendShape(1 - fade) || !this.#drawn || distance(drawn, this.#drawn) > SETTLED;
    if (!moved) return false;
    this.#drawn = drawn;
    placeShape(this.#drawnShape, this.#tall, this.#fromUnits(drawn), this.points);
    return true;
  }

  #begin(points) {
    const pose = poseOf(points, this.#tall, null);
    this.#unit = Math.exp(pose[2]);
    this.#reference = shapeOf(points, this.#tall, pose);
    this.#pose = new OneEuro(POSE);
    this.#shape = new OneEuro(SHAPE);
    this.#pose.push(this.#inUnits(pose), 1);
    this.#shape.push(this.#reference, 1);
    this.#drawnShape = this.#reference.slice();
    this.#drawn = null;
    this.points = Float32Array.from(points);
  }

  #follow(points, pose, gap) {
    const elapsed = Math.min(LONGEST_GAP_S, Math.max(SHORTEST_GAP_S, gap));
    this.#shape.push(shapeOf(points, this.#tall, this.#fromUnits(pose)), elapsed);
    this.#pose.push(pose, elapsed);
  }

  // The pose at `shownAt`, as far as the head's speed can be trusted.
  #guess(shownAt) {
    const ahead = Math.min(LONGEST_GUESS_S, Math.max(0, (shownAt - this.#capturedAt) / 1000));
    const { values, speeds } = this.#pose;
    const trust = Math.min(1, Math.max(0, (Math.hypot(...speeds) - STILL) / (MOVING - STILL)));
    return Array.from(values, (value, place) => value + trust * ahead * speeds[place]);
  }

  #blendShape(share) {
    const { values } = this.#shape;
    let farthest = 0;
    for (let place = 0; place < values.length; place += 1) {
      const step = share * (values[place] - this.#drawnShape[place]);
      this.#drawnShape[place] += step;
      farthest = Math.max(farthest, Math.abs(step));
    }
    return farthest > SETTLED;
  }

  #inUnits([x, y, logSize, tilt]) {
    return [x / this.#unit, y / this.#unit, logSize, tilt];
  }

  #fromUnits([x, y, logSize, tilt]) {
    return [x * this.#unit, y * this.#unit, logSize, tilt];
  }
}

function distance(one, other) {
  return Math.hypot(...one.map((part, place) => part - other[place]));
}
