// Where a face is in the picture, for somebody who can't see it: which way to go so that it comes into the middle.

const SIDE = 0.24;
const EDGE = 0.22;
const LARGE = 0.85;

// `points`: x0, y0, x1, y1, … as fractions of the picture as the camera takes it, in which the person's left is right.
// Gives "left", "right" (the person's own), "up", "down", "back", or null when it is well placed.
export function wayToMiddle(points) {
  const { left, right, top, bottom } = box(points);
  if (right - left > LARGE || bottom - top > LARGE) return "back";
  const x = (left + right) / 2;
  const y = (top + bottom) / 2;
  if (x < SIDE || x > 1 - SIDE) return x < 0.5 ? "left" : "right";
  if (y < EDGE || y > 1 - EDGE) return y < 0.5 ? "down" : "up";
  return null;
}

function box(points) {
  const found = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (let place = 0; place < points.length; place += 2) {
    found.left = Math.min(found.left, points[place]);
    found.right = Math.max(found.right, points[place]);
    found.top = Math.min(found.top, points[place + 1]);
    found.bottom = Math.max(found.bottom, points[place + 1]);
  }
  return found;
}
