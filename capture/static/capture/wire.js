// The binary messages of docs/protocol.md. Knows nothing of sockets or pages.

const FRAME = 1;
const STILL_CHUNK = 2;
const ANSWER = 3;
const HEADER_BYTES = 8;
const ANSWER_HEADER_BYTES = 32;
const UNSURE = 254;
const NO_EMOTION = 255;
const SCORES = 7;

export const DROP = 0;
export const HOLD = 1;
export const COMMIT = 2;

function pack(kind, number, bytes) {
  const message = new Uint8Array(HEADER_BYTES + bytes.byteLength);
  const header = new DataView(message.buffer);
  header.setUint8(0, kind);
  header.setUint32(4, number, true);
  message.set(new Uint8Array(bytes), HEADER_BYTES);
  return message.buffer;
}

export function packFrame(seq, jpeg) {
  return pack(FRAME, seq, jpeg);
}

export function packStillChunk(offset, bytes) {
  return pack(STILL_CHUNK, offset, bytes);
}

// Gives null for anything that is not an answer. `emotion` is a place in welcome.emotions, "unsure", or null without a
// face; `conditions` a bit mask in the order of welcome.conditions; `points` is x0, y0, x1, y1, … as fractions of the
// picture, or null.
export function parseAnswer(buffer) {
  if (buffer.byteLength < ANSWER_HEADER_BYTES) return null;
  const view = new DataView(buffer);
  const count = view.getUint16(10, true);
  if (view.getUint8(0) !== ANSWER || buffer.byteLength !== ANSWER_HEADER_BYTES + 4 * count) return null;
  return {
    verdict: view.getUint8(1),
    reason: view.getUint8(2),
    emotion: parseEmotion(view.getUint8(3)),
    seq: view.getUint32(4, true),
    happy: view.getUint16(8, true) / 65535,
    progress: view.getUint8(12) / 255,
    conditions: view.getUint8(13),
    paceMs: view.getUint16(14, true),
    scores: Array.from({ length: SCORES }, (_, place) => view.getUint16(16 + 2 * place, true) / 65535),
    points: count === 0 ? null : parsePoints(view, count),
  };
}

function parseEmotion(byte) {
  if (byte === NO_EMOTION) return null;
  return byte === UNSURE ? "unsure" : byte;
}

function parsePoints(view, count) {
  const points = new Float32Array(2 * count);
  for (let place = 0; place < points.length; place += 1) {
    points[place] = (view.getUint16(ANSWER_HEADER_BYTES + 2 * place, true) / 65535) * 2 - 0.5;
  }
  return points;
}
