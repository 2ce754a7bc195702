// The darkroom on a thread of its own, so that encoding never makes the page stutter.

import { draw, makeCanvas, toJpeg } from "./canvases.js";
import { Darkroom } from "./darkroom.js";

const darkroom = new Darkroom();

async function answer({ id, task, seq, picture, width, quality, maxBytes }) {
  if (task === "take") {
    const jpeg = await darkroom.take(seq, picture, width, quality);
    postMessage({ id, result: jpeg }, [jpeg]);
  } else if (task === "print") postMessage({ id, result: await darkroom.print(seq, quality, maxBytes) });
  else if (task === "drop") darkroom.drop(seq);
}

addEventListener("message", ({ data }) => {
  answer(data).catch((error) => postMessage({ id: data.id, failure: String(error) }));
});

// Some browsers have the class but no 2d context in workers: only one that has drawn and encoded says it is ready.
async function tryOut() {
  const canvas = makeCanvas(2, 2);
  draw(canvas, makeCanvas(2, 2), 2, 2);
  await toJpeg(canvas, 0.5);
}
tryOut().then(
  () => postMessage({ ready: true }),
  () => postMessage({ ready: false }),
);
