// Calls back for every new picture that a <video> shows.

// `callback(capturedAt)` gets the time in ms of performance.now() at which the camera took the picture, as far as the
// browser knows it. Gives the function that stops it.
export function eachFrame(video, callback) {
  return typeof video.requestVideoFrameCallback === "function"
    ? byVideoFrames(video, callback)
    : byScreenFrames(video, callback);
}

function byVideoFrames(video, callback) {
  let handle = 0;
  const tick = (now, metadata) => {
    handle = video.requestVideoFrameCallback(tick);
    callback(plausible(metadata.captureTime) ? metadata.captureTime : now);
  };
  handle = video.requestVideoFrameCallback(tick);
  return () => video.cancelVideoFrameCallback(handle);
}

function byScreenFrames(video, callback) {
  let handle = 0;
  let shown = -1;
  const tick = (now) => {
    handle = requestAnimationFrame(tick);
    // The screen is faster than the camera; the same picture twice would be looked at twice.
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.currentTime === shown) return;
    shown = video.currentTime;
    callback(now);
  };
  handle = requestAnimationFrame(tick);
  return () => cancelAnimationFrame(handle);
}

// Some cameras run on a clock of their own. (Not against the callback's own time: that is when the screen began to
// draw, and a picture may have come since.)
function plausible(captureTime) {
  const now = performance.now();
  return typeof captureTime === "number" && captureTime <= now && now - captureTime < 1000;
}
