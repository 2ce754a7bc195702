// Where the picture really is inside the element that shows it.

// `fit` is the element's object-fit, with object-position left at its centre. All in CSS pixels.
export function pictureRect(boxWidth, boxHeight, pictureWidth, pictureHeight, fit) {
  if (!(boxWidth > 0 && boxHeight > 0 && pictureWidth > 0 && pictureHeight > 0)) return null;
  if (fit === "fill") return { x: 0, y: 0, width: boxWidth, height: boxHeight };
  const inside = Math.min(boxWidth / pictureWidth, boxHeight / pictureHeight);
  const scales = {
    contain: inside,
    cover: Math.max(boxWidth / pictureWidth, boxHeight / pictureHeight),
    none: 1,
    "scale-down": Math.min(1, inside),
  };
  const scale = scales[fit] ?? inside;
  const width = pictureWidth * scale;
  const height = pictureHeight * scale;
  return { x: (boxWidth - width) / 2, y: (boxHeight - height) / 2, width, height };
}

// Turns fractions of the picture into pixels of the element; a mirrored picture runs from right to left.
export function projection(rect, mirrored) {
  return mirrored
    ? { scaleX: -rect.width, offsetX: rect.x + rect.width, scaleY: rect.height, offsetY: rect.y }
    : { scaleX: rect.width, offsetX: rect.x, scaleY: rect.height, offsetY: rect.y };
}

// The small picture's size: at most `width` wide for a wide picture, at most `width` high for a tall one, never enlarged.
export function proofSize(pictureWidth, pictureHeight, width) {
  const scale = Math.min(1, width / Math.max(pictureWidth, pictureHeight));
  return { width: Math.max(1, Math.round(pictureWidth * scale)), height: Math.max(1, Math.round(pictureHeight * scale)) };
}
