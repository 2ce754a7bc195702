// The camera as a source of moving pictures: opened, shown in the <video>, and let go of so that its light goes out.

import { SourceProblem, cameraProblem } from "./source-problem.js";

const REMEMBERED = "happythings.camera";

export class CameraSource {
  kind = "camera";
  #video;
  #onProblem;
  #onPaused;
  #stream = null;

  // `onProblem(code)` when the camera goes away while it runs; `onPaused(bool)` when the system takes it for a while.
  constructor(video, { onProblem, onPaused }) {
    this.#video = video;
    this.#onProblem = onProblem;
    this.#onPaused = onPaused;
  }

  // `wish`: { deviceId } or { facing: "user" or "environment" }, or null for the one used last. Throws SourceProblem.
  // `stillWanted()` is asked when the permission comes in: by then the person may have left, and a camera that lights up
  // afterwards would stay on for good.
  async start(wish, stillWanted) {
    const stream = await openStream(wish ?? { deviceId: remembered() });
    if (!stillWanted()) {
      stopTracks(stream);
      return false;
    }
    this.#stream = stream;
    const [track] = stream.getVideoTracks();
    track.addEventListener("ended", () => this.#ended(stream));
    track.addEventListener("mute", () => this.#onPaused(true));
    track.addEventListener("unmute", () => this.#onPaused(false));
    this.#video.srcObject = stream;
    await this.resume();
    remember(this.deviceId);
    return true;
  }

  get deviceId() {
    return this.#settings.deviceId ?? null;
  }

  // "user", "environment", or null where there is no telling: most computers' cameras.
  get facing() {
    return this.#settings.facingMode || null;
  }

  // As in a mirror, unless it looks away from the person.
  get mirrored() {
    return this.facing !== "environment";
  }

  get #settings() {
    return this.#stream?.getVideoTracks()[0]?.getSettings?.() ?? {};
  }

  async resume() {
    try {
      await this.#video.play();
    } catch (error) {
      // Replaced by another source, or the browser wants a tap first; the page's start button is one.
      if (this.#stream && error.name === "NotAllowedError") throw new SourceProblem("tap_to_play", error);
    }
  }

  pause() {}

  stop() {
    const stream = this.#stream;
    this.#stream = null;
    if (stream) stopTracks(stream);
    this.#video.srcObject = null;
  }

  // Unplugged, or no longer allowed: to the page both look alike.
  async #ended(stream) {
    const allowed = await cameraPermission();
    if (stream === this.#stream) this.#onProblem(allowed === "denied" ? "permission_denied" : "camera_unplugged");
  }
}

// Names are empty until the person has allowed the camera once.
export async function listCameras() {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return devices.filter((device) => device.kind === "videoinput" && device.deviceId);
}

// "granted", "denied", "prompt"; null where the browser does not tell. `onChange(state)` follows it.
export async function cameraPermission(onChange = () => {}) {
  try {
    const status = await navigator.permissions.query({ name: "camera" });
    status.addEventListener?.("change", () => onChange(status.state));
    return status.state;
  } catch {
    return null;
  }
}

async function openStream({ deviceId, facing = "user" }) {
  if (!globalThis.isSecureContext || !navigator.mediaDevices?.getUserMedia) throw new SourceProblem("not_secure");
  const wishes = [
    ...(deviceId ? [full(chosen(deviceId)), smooth(chosen(deviceId))] : []),
    full({ facingMode: facing }),
    smooth({ facingMode: facing }),
    true,
  ];
  let problem = null;
  for (const video of wishes) {
    try {
      return await navigator.mediaDevices.getUserMedia({ video, audio: false });
    } catch (error) {
      problem = error;
      // Only a wish too many is worth asking again: a camera that is gone, a size it has not.
      if (error.name !== "OverconstrainedError" && error.name !== "ConstraintNotSatisfiedError") break;
    }
  }
  throw cameraProblem(problem);
}

function chosen(deviceId) {
  return { deviceId: { exact: deviceId } };
}

// The album keeps what the camera gives. Many webcams have 1920×1080 at a few pictures a second only: better fewer pixels.
function full(which) {
  return { ...which, width: { ideal: 1920, max: 1920 }, height: { ideal: 1080, max: 1080 }, frameRate: { ideal: 30, min: 20 } };
}

function smooth(which) {
  return { ...which, width: { ideal: 1280, max: 1920 }, height: { ideal: 720, max: 1080 }, frameRate: { ideal: 30 } };
}

function stopTracks(stream) {
  for (const track of stream.getTracks()) track.stop();
}

// Storage may be forbidden; then the choice lasts as long as the page.
function remembered() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function remember(deviceId) {
  try {
    if (deviceId) localStorage.setItem(REMEMBERED, deviceId);
  } catch {
    // Nothing depends on it.
  }
}
