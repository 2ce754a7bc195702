// One picture of what a <video> shows now, in the cheapest way the browser has.

// Each gives a picture that can travel to a worker, or null where it can't. In the order of what they cost the page's
// own thread for 1280×720 in Chromium: nothing; 15 ms. Not ImageCapture.grabFrame: it gives about one picture a second
// there, and a later one than is shown.
const WAYS = [asVideoFrame, asBitmap];

// Null when nothing works here but drawing on a canvas. The first way is tried before this returns: its picture is the
// one that is shown now.
export async function grab(video) {
  for (const way of WAYS) {
    const picture = await way(video).catch(() => null);
    if (picture) return picture;
  }
  return null;
}

// Of cameras only: a file's frames may lie on their side, and browsers disagree about who turns them.
export async function asVideoFrame(video) {
  if (typeof VideoFrame !== "function" || !video.srcObject) return null;
  const frame = new VideoFrame(video);
  const upright = !frame.rotation && !frame.flip;
  if (upright && frame.displayWidth === video.videoWidth && frame.displayHeight === video.videoHeight) return frame;
  frame.close();
  return null;
}

async function asBitmap(video) {
  return createImageBitmap(video);
}
