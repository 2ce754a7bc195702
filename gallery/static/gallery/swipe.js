// What a finger did between two points ({x, y} in px, `at` in ms): -1 to the left, 1 to the right, 0 something else.

const FAR_PX = 56;
const STEEP = 0.6;
const SLOW_MS = 800;

export function swipeOf(from, to) {
  const [across, down] = [to.x - from.x, Math.abs(to.y - from.y)];
  if (Math.abs(across) < FAR_PX || down > STEEP * Math.abs(across) || to.at - from.at > SLOW_MS) return 0;
  return Math.sign(across);
}
