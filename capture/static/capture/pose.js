// Where a face is, how large and how tilted, apart from what it looks like. A pose is [x, y, log of size, tilt]: in
// widths of the picture, and radians.

// `points` are x0, y0, x1, … as fractions of the picture; `tall` is the picture's height over its width; the tilt is
// against `reference`, a shape.
export function poseOf(points, tall, reference) {
  const [x, y] = centre(points, tall);
  let square = 0;
  let along = 0;
  let across = 0;
  for (let place = 0; place < points.length; place += 2) {
    const dx = points[place] - x;
    const dy = points[place + 1] * tall - y;
    square += dx * dx + dy * dy;
    if (!reference) continue;
    along += reference[place] * dx + reference[place + 1] * dy;
    across += reference[place] * dy - reference[place + 1] * dx;
  }
  const size = Math.sqrt(square / (points.length / 2)) || 1e-6;
  return [x, y, Math.log(size), reference ? Math.atan2(across, along) : 0];
}

// The points as they are seen in a pose's own place, size and tilt.
export function shapeOf(points, tall, [x, y, logSize, tilt]) {
  const shape = new Float64Array(points.length);
  const cos = Math.cos(tilt) / Math.exp(logSize);
  const sin = Math.sin(tilt) / Math.exp(logSize);
  for (let place = 0; place < points.length; place += 2) {
    const dx = points[place] - x;
    const dy = points[place + 1] * tall - y;
    shape[place] = cos * dx + sin * dy;
    shape[place + 1] = cos * dy - sin * dx;
  }
  return shape;
}

// The other way: a shape put into a pose, as fractions of the picture, into `points`.
export function placeShape(shape, tall, [x, y, logSize, tilt], points) {
  const cos = Math.cos(tilt) * Math.exp(logSize);
  const sin = Math.sin(tilt) * Math.exp(logSize);
  for (let place = 0; place < shape.length; place += 2) {
    points[place] = x + cos * shape[place] - sin * shape[place + 1];
    points[place + 1] = (y + sin * shape[place] + cos * shape[place + 1]) / tall;
  }
}

function centre(points, tall) {
  let x = 0;
  let y = 0;
  for (let place = 0; place < points.length; place += 2) {
    x += points[place];
    y += points[place + 1];
  }
  return [x / (points.length / 2), (y * tall) / (points.length / 2)];
}
