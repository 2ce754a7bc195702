"""A camera page without a page, for modules that run in Node."""

PRETEND = """
import { Pictures } from "./pictures.js";
const pictures = new Set();
const printed = [];
const darkroom = {
  async take(seq) { pictures.add(seq); return new ArrayBuffer(10); },
  async print(seq) { printed.push(seq); return pictures.has(seq) ? new Blob([new Uint8Array(700)]) : null; },
  drop(seq) { pictures.delete(seq); },
};
const kept = new Pictures((seq) => darkroom.drop(seq));
const settle = () => new Promise((resolve) => setTimeout(resolve, 30));
"""


PUMP = (
    """
import { FramePump } from "./frame-pump.js";
import { Pace } from "./pace.js";
"""
    + PRETEND
    + """
let showFrame = null;
const video = {
  videoWidth: 640,
  videoHeight: 480,
  requestVideoFrameCallback: (callback) => { showFrame = callback; return 1; },
  cancelVideoFrameCallback: () => { showFrame = null; },
};
const sent = [];
const rules = { pictures: kept, pace: new Pace() };
const pump = new FramePump(video, darkroom, rules, (seq) => sent.push(seq) > 0);
const answer = (seq, verdict) => pump.answered({ seq, verdict, points: null, paceMs: 0 });
const frame = async () => { showFrame?.(performance.now(), {}); await settle(); };
pump.start();
"""
)


SHUTTER = (
    """
import { Shutter } from "./shutter.js";
"""
    + PRETEND
    + """
const log = [];
const socket = {
  ready: true,
  waitingBytes: 0,
  sendStill: (still) => log.push(["still", still.ticket, still.size]),
  sendStillChunk: (offset, bytes) => log.push(["chunk", offset, bytes.byteLength]),
};
const told = [];
const on = {
  onPicture: (id) => told.push(["picture", id]),
  onSending: () => {},
  onSaved: (id) => told.push(["saved", id]),
  onHeldUp: (id, code, safe) => told.push(["held up", id, code, safe]),
  onLost: (id, code) => told.push(["lost", id, code]),
  onGone: (id) => told.push(["gone", id]),
};
const onDevice = new Map();
let verdict = "kept";
const room = {
  async put({ captureId, ticket }) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (verdict === "kept") onDevice.set(captureId, ticket);
    return verdict;
  },
  async has(id) { return onDevice.has(id); },
  async remove(id) { onDevice.delete(id); },
};
const left = (picture) => {
  onDevice.set(picture.captureId, picture.ticket);
  shutter.restore(picture);
};
const shutter = new Shutter(darkroom, kept, { socket, room }, on);
const limits = { maxStillBytes: 10000, maxChunkBytes: 300 };
const commit = (seq, id) => {
  pictures.add(seq);
  kept.take(seq, 0);
  return shutter.commit({ seq, capture_id: id, ticket: `ticket-${id}` });
};
"""
)
