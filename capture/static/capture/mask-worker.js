// The mask on a thread of its own: its lines cost the page nothing, and go on while the page is busy.

import { MaskPainter } from "./mask-painter.js";

let painter = null;

// First { canvas, look }, then { call, given } for each method of the painter.
addEventListener("message", ({ data: { canvas, look, call, given } }) => {
  if (canvas) painter = new MaskPainter(canvas, look, (answers) => postMessage(answers));
  else painter[call](...given);
});

// Some browsers have canvases in workers but no pace of the screen there.
postMessage({ ready: typeof requestAnimationFrame === "function" && Boolean(new OffscreenCanvas(2, 2).getContext("2d")) });
