// Canvases and JPEGs, in a window or in a worker, with what the browser has.

export function makeCanvas(width, height) {
  if (typeof OffscreenCanvas === "function" && typeof OffscreenCanvas.prototype.convertToBlob === "function") {
    return new OffscreenCanvas(width, height);
  }
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

export function draw(canvas, picture, width, height) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("no 2d context");
  context.imageSmoothingQuality = "medium";
  context.drawImage(picture, 0, 0, width, height);
}

export function toJpeg(canvas, quality) {
  if (typeof canvas.convertToBlob === "function") return canvas.convertToBlob({ type: "image/jpeg", quality });
  return new Promise((resolve, reject) => {
    const done = (blob) => (blob ? resolve(blob) : reject(new Error("the canvas gave no picture")));
    canvas.toBlob(done, "image/jpeg", quality);
  });
}

// Frees the pixels at once: Safari counts them against the page until the garbage is collected.
export function discard(picture) {
  if (typeof picture.close === "function") picture.close();
  else picture.width = picture.height = 0;
}
