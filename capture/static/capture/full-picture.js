// A full picture as it waits for its verdict: small to keep, quick to make, drawn when it is wanted.

import { discard } from "./canvases.js";

// The frame's own samples (I420: 1.5 bytes a pixel where a bitmap has 4). Not the frame itself: it borrows one of the
// camera's few buffers, and holding some of them stops the camera. Closes `frame`.
export async function keepFrame(frame) {
  try {
    return await copySamples(frame);
  } catch {
    // A frame that lives on the graphics card only.
    return keepBitmap(await createImageBitmap(frame));
  } finally {
    frame.close();
  }
}

// An ImageBitmap, or a canvas with the picture drawn.
export function keepBitmap(bitmap) {
  const { width, height } = bitmap;
  return { width, height, drawOn: (context) => context.drawImage(bitmap, 0, 0), close: () => discard(bitmap) };
}

async function copySamples(frame) {
  const samples = new Uint8Array(frame.allocationSize());
  const { format, colorSpace, visibleRect, displayWidth, displayHeight } = frame;
  const layout = await frame.copyTo(samples);
  const { width: codedWidth, height: codedHeight } = visibleRect;
  // Not the frame's own time: WebKit's may lie outside of what its constructor takes.
  const about = { format, timestamp: 0, colorSpace, codedWidth, codedHeight, displayWidth, displayHeight, layout };
  return {
    width: displayWidth,
    height: displayHeight,
    drawOn(context) {
      const again = new VideoFrame(samples, about);
      context.drawImage(again, 0, 0, displayWidth, displayHeight);
      again.close();
    },
    close() {},
  };
}
