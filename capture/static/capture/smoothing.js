// Carries the drawn face from one answer to the next: quickly when it moves, calmly when only the numbers tremble.

const CALM_MS = 55;
const QUICK_MS = 6;
// Distance to go as a fraction of the face's width: below the first it is trembling, beyond the second it is movement.
const TREMBLE = 0.004;
const MOVEMENT = 0.035;
const JUMP = 0.5;
const SETTLED = 1e-5;

export class Follower {
  #target = null;
  points = null;

  reset() {
    this.#target = null;
    this.points = null;
  }

  aim(points) {
    this.#target = points;
    if (!this.points || this.points.length !== points.length || isJump(this.points, points)) {
      this.points = Float32Array.from(points);
    }
  }

  // Moves on by `elapsed` ms; tells whether anything moved visibly.
  step(elapsed) {
    const target = this.#target;
    const points = this.points;
    if (!target || !points) return false;
    const width = faceWidth(target) || 1;
    let farthest = 0;
    for (let place = 0; place < points.length; place += 2) {
      const dx = target[place] - points[place];
      const dy = target[place + 1] - points[place + 1];
      const distance = Math.hypot(dx, dy) / width;
      if (distance > farthest) farthest = distance;
      const speed = Math.min(1, Math.max(0, (distance - TREMBLE) / (MOVEMENT - TREMBLE)));
      const pace = CALM_MS + (QUICK_MS - CALM_MS) * speed;
      const share = 1 - Math.exp(-elapsed / pace);
      points[place] += dx * share;
      points[place + 1] += dy * share;
    }
    return farthest > SETTLED;
  }
}

function faceWidth(points) {
  let low = Infinity;
  let high = -Infinity;
  for (let place = 0; place < points.length; place += 2) {
    if (points[place] < low) low = points[place];
    if (points[place] > high) high = points[place];
  }
  return high - low;
}

// Another face, or one that came back elsewhere: gliding there would draw a mask on the wall between.
function isJump(before, after) {
  let distance = 0;
  for (let place = 0; place < after.length; place += 2) {
    distance += Math.hypot(after[place] - before[place], after[place + 1] - before[place + 1]);
  }
  return distance / (after.length / 2) > JUMP * faceWidth(after);
}
