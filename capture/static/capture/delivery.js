// What became of kept moments, for everyone who has to know: the shutter that sends them, the strip that shows them, the
// page that may not be closed yet.

import { Shutter } from "./shutter.js";

export class Delivery {
  #shutter;
  #socket;
  #screen;
  #on;
  // Why nothing can be sent: a final refusal, "unreachable", "sending" while it is tried, or null.
  #hindrance = null;

  // screen: strip, tray, problems. on: visiting() says whether a camera or a file runs; onKept(); onPending({ waiting,
  // unsafe, why }); onSettled(): one fewer is on its way.
  constructor({ darkroom, pictures, socket, room }, screen, on) {
    this.#socket = socket;
    this.#screen = screen;
    this.#on = on;
    this.#shutter = new Shutter(darkroom, pictures, { socket, room }, this.#listener());
  }

  get pending() {
    return this.#shutter.pending;
  }

  commit(message) {
    this.#shutter.commit(message);
    this.#tell();
  }

  saved(message) {
    this.#shutter.saved(message);
  }

  refused(message) {
    this.#shutter.refused(message);
  }

  connected(welcome) {
    this.#hindrance = null;
    this.#shutter.resume({ maxStillBytes: welcome.max_still_bytes, maxChunkBytes: welcome.max_chunk_bytes });
    this.#tell();
  }

  // `problem`: why the server does not want to see this page again, or null when it is tried again by itself.
  disconnected({ shrink, problem }) {
    this.#hindrance = problem ?? (this.#hindrance === null ? null : "unreachable");
    this.#shutter.suspend(problem ? waitingWord(problem) : "offline");
    if (shrink) this.#shutter.smallerChunks();
    this.#tell();
  }

  // What an earlier page left on the device goes to the album, camera or not; without one no camera loses its seat.
  deliver(pictures) {
    for (const picture of pictures) this.#shutter.restore(picture);
    this.#shutter.tryAll();
    if (this.pending > 0 && !this.#socket.ready) this.#hindrance = "sending";
    this.#tell();
    if (this.pending > 0 && !this.#socket.wanted) this.#socket.open("deliver");
    else this.#socket.retry();
  }

  // Gives up a picture that was not sent yet.
  discard(captureId) {
    const gone = this.#shutter.discard(captureId);
    this.#settle();
    return gone;
  }

  // Takes back a picture that is not in the album yet, or not.
  withhold(captureId, unwanted) {
    this.#shutter.withhold(captureId, unwanted);
    this.#settle();
  }

  #tell() {
    const { waiting, unsafe, parked } = this.#shutter;
    this.#on.onPending({ waiting, unsafe, why: this.#hindrance ?? (parked ? "quota_exceeded" : "offline") });
  }

  #settle() {
    this.#tell();
    this.#on.onSettled();
  }

  #listener() {
    const { strip, tray, problems } = this.#screen;
    return {
      onPicture: (captureId, blob, about) => {
        const card = strip.developing(captureId, blob, about);
        if (!about.alternate && !about.unwanted && this.#on.visiting()) tray.offer(card, blob);
      },
      onSending: (captureId) => {
        strip.sending(captureId);
        this.#tell();
      },
      onHeldUp: (captureId, code, safe) => {
        strip.heldUp(captureId, code, safe);
        if (code === "quota_exceeded" && this.#on.visiting()) problems.show(code);
        this.#settle();
      },
      onSaved: (captureId, photo) => {
        strip.saved(captureId, photo);
        if (problems.code === "quota_exceeded") problems.clear();
        this.#on.onKept();
        document.dispatchEvent(new CustomEvent("happythings:saved", { detail: { captureId, photo } }));
        this.#settle();
      },
      onGone: (captureId) => {
        strip.gone(captureId);
        this.#settle();
      },
      onLost: (captureId, code, blob) => {
        strip.lost(captureId, code === "quota_exceeded" ? "quota_lost" : code, blob);
        if (code === "quota_exceeded" && this.#on.visiting()) problems.show(code);
        this.#settle();
      },
    };
  }
}

// What a card says while its picture waits for something that the person has to do.
function waitingWord(problem) {
  return { signed_out: "waits_signed_out", consent_required: "waits_consent", bad_protocol: "waits_reload" }[problem] ?? "waits_refused";
}
