// The one clock that a page and its workers share: each counts performance.now() from a beginning of its own.

export function clock() {
  return fromOwn(performance.now());
}

export function fromOwn(time) {
  return performance.timeOrigin + time;
}

export function toOwn(time) {
  return time - performance.timeOrigin;
}
