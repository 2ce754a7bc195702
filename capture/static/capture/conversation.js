// What goes back and forth between this page and the server while there is a camera, and after it for what is still on
// its way to the album: frames out, answers to the screen, kept moments to their delivery.

import { AnswerScreen } from "./answer-screen.js";
import { Delivery } from "./delivery.js";
import { FramePump } from "./frame-pump.js";
import { Outage } from "./outage.js";
import { Pace } from "./pace.js";
import { Pictures } from "./pictures.js";
import { CameraSocket } from "./socket.js";

export class Conversation {
  #screen;
  #on;
  #socket;
  #pictures;
  #pace = new Pace();
  #pump;
  #delivery;
  #answers;
  #outage;
  #source = null;
  #draining = false;

  // screen: overlay, status, mood, checklist, panel, strip, tray, problems. on: onReady(): the server listens; onPause(): it
  // doesn't for a while; onRefused(problem): it won't; onMoment(): a picture is wanted; onKept(), onPending() as in Delivery.
  constructor(video, { darkroom, room }, { socketPath, version }, screen, on) {
    this.#screen = screen;
    this.#on = on;
    this.#answers = new AnswerScreen(screen);
    this.#outage = new Outage(screen.problems);
    this.#socket = new CameraSocket({ path: socketPath, version }, this.#listener());
    this.#pictures = new Pictures((seq) => darkroom.drop(seq));
    const rules = { pictures: this.#pictures, pace: this.#pace };
    const send = (seq, jpeg) => this.#socket.sendFrame(seq, jpeg);
    this.#pump = new FramePump(video, darkroom, rules, send, () => this.#socket.suspectSilence());
    this.#delivery = new Delivery({ darkroom, pictures: this.#pictures, socket: this.#socket, room }, screen, {
      visiting: () => this.#source !== null,
      onKept: on.onKept,
      onPending: on.onPending,
      onSettled: () => this.#settled(),
    });
  }

  get ready() {
    return this.#socket.ready;
  }

  // About what `source` shows, from now on.
  begin(source) {
    this.#source = source;
    this.#answers.connecting();
    this.#socket.open(source.kind);
  }

  // Nothing is shown any more. A moment kept just before still reaches the album.
  end() {
    this.#source = null;
    this.#pump.stop();
    this.#pump.forbid();
    this.#answers.clear();
    this.#socket.deliverOnly();
    this.#closeWhenDelivered();
  }

  // The picture is in sight, or is not: frames are sent or not.
  look(mirrored) {
    this.#screen.overlay.start(mirrored);
    this.#pump.start();
  }

  lookAway() {
    this.#pump.stop();
    this.#screen.overlay.stop();
  }

  // The last frame has been shown.
  done() {
    this.#answers.done();
  }

  retry() {
    this.#socket.retry();
  }

  close() {
    this.#socket.close();
  }

  pressShutter() {
    if (!this.#socket.sendShutter()) this.#screen.status.note("shutter_offline");
  }

  // What an earlier page left on the device; with an empty list, what waits here.
  deliver(pictures) {
    this.#delivery.deliver(pictures);
  }

  discard(captureId) {
    return this.#delivery.discard(captureId);
  }

  withhold(captureId, unwanted) {
    this.#delivery.withhold(captureId, unwanted);
  }

  #closeWhenDelivered() {
    if (!this.#source && this.#delivery.pending === 0) this.#socket.close();
  }

  #settled() {
    this.#closeWhenDelivered();
    this.#leaveDrained();
  }

  #listener() {
    return {
      onWelcome: (welcome) => this.#welcomed(welcome),
      onAnswer: (answer) => this.#answered(answer),
      onCommit: (message) => this.#commit(message),
      onRelease: ({ seq }) => this.#pictures.release(seq),
      onSaved: (message) => this.#delivery.saved(message),
      onError: (message) => this.#complained(message),
      onDraining: () => this.#drain(),
      onLost: (meaning) => this.#lost(meaning),
      onWaiting: (seconds) => this.#source && this.#outage.waiting(seconds),
    };
  }

  #welcomed(welcome) {
    this.#answers.learn(welcome);
    this.#draining = false;
    if (this.#source) this.#pump.allow({ inFlight: welcome.in_flight, maxFrameBytes: welcome.max_frame_bytes });
    this.#delivery.connected(welcome);
    if (!this.#source) return;
    this.#outage.end();
    this.#on.onReady();
  }

  #answered(answer) {
    const capturedAt = this.#pump.answered(answer);
    if (this.#source) this.#answers.show(answer, capturedAt, this.#source);
  }

  #commit(message) {
    if (!message.alternate) this.#on.onMoment();
    this.#delivery.commit(message);
  }

  #complained(message) {
    if (message.capture_id !== undefined) {
      this.#delivery.refused(message);
      return;
    }
    if (message.seq !== undefined) this.#pump.abandon(message.seq);
    if (message.code === "rate_limited") this.#pace.slower();
    if (message.code === "too_large") this.#pace.smaller(performance.now());
    // Without a frame's number: nobody came before the camera after the shutter was pressed.
    if (message.code === "no_face" && message.seq === undefined) this.#screen.status.note("shutter_no_face");
  }

  // What is on its way to the album still gets there; nothing new begins.
  #drain() {
    this.#draining = true;
    this.#pump.forbid();
    this.#leaveDrained();
  }

  #leaveDrained() {
    if (this.#draining && this.#delivery.pending === 0) this.#socket.comeBackLater();
  }

  #lost({ problem, retry, shrink }) {
    const soon = retry === "soon";
    this.#pump.forbid();
    this.#delivery.disconnected({ shrink, problem: soon ? null : problem });
    this.#screen.overlay.lose();
    if (shrink) this.#pace.smaller(performance.now());
    if (this.#source && soon) this.#pause(problem);
    else if (this.#source) this.#on.onRefused(problem);
    // Another tab has the camera; what was kept here still goes to the album.
    if (problem === "replaced") this.deliver([]);
  }

  #pause(problem) {
    this.#on.onPause();
    this.#answers.connecting();
    this.#outage.begin(problem, this.#socket.refusals);
  }
}
