// A camera visit: brings a source, the connection and everything on the screen together, and takes them apart again.

import { CameraSource } from "./camera.js";
import { Delivery } from "./delivery.js";
import { FramePump } from "./frame-pump.js";
import { wayToMiddle } from "./guidance.js";
import { Pace } from "./pace.js";
import { Pictures } from "./pictures.js";
import { CameraSocket } from "./socket.js";
import { VideoFileSource } from "./video-file.js";

// As often in a row the server may not open the connection before the page looks for the reason.
const SUSPICIOUS_REFUSALS = 3;

export class Visit {
  #video;
  #screen;
  #on;
  #socket;
  #pictures;
  #pace = new Pace();
  #pump;
  #delivery;
  #source = null;
  #again = null;
  #turn = 0;
  #names = { emotions: [], reasons: [], conditions: [] };
  #heldByPerson = false;
  #refused = false;
  #smileSeen = false;
  #draining = false;

  // room: where pictures wait. screen: overlay, status, mood, checklist, panel, strip, tray, problems. on: onState(state, kind),
  // onProgress(seconds, duration), onPlaying(bool), onMoment(): a picture is wanted; onKept(): it is in the album;
  // onPending({ waiting, unsafe }).
  constructor(video, { darkroom, room }, config, screen, on) {
    this.#video = video;
    this.#screen = screen;
    this.#on = on;
    this.#socket = new CameraSocket({ path: config.socketPath, version: config.version }, this.#socketListener());
    this.#pictures = new Pictures((seq) => darkroom.drop(seq));
    const rules = { pictures: this.#pictures, pace: this.#pace };
    this.#pump = new FramePump(video, darkroom, rules, (seq, jpeg) => this.#socket.sendFrame(seq, jpeg), () =>
      this.#socket.suspectSilence(),
    );
    this.#delivery = new Delivery({ darkroom, pictures: this.#pictures, socket: this.#socket, room }, screen, {
      visiting: () => this.running,
      onKept: on.onKept,
      onPending: on.onPending,
      onSettled: () => this.#settled(),
    });
  }

  get deviceId() {
    return this.#source?.deviceId ?? null;
  }

  get running() {
    return this.#source !== null;
  }

  get facing() {
    return this.#source?.facing ?? null;
  }

  get mirrored() {
    return this.#source?.mirrored ?? false;
  }

  // The camera on the device's other side.
  flip() {
    return this.openCamera({ facing: this.facing === "environment" ? "user" : "environment" });
  }

  // `wish`: { deviceId } or { facing }, or null for the one used last.
  openCamera(wish = null) {
    const source = new CameraSource(this.#video, {
      onProblem: (code) => this.fail(code),
      onPaused: (paused) => this.#cameraPaused(paused),
    });
    return this.#open(source, wish, () => this.openCamera(wish));
  }

  openFile(file) {
    const source = new VideoFileSource(this.#video, {
      onProgress: this.#on.onProgress,
      onPlaying: this.#on.onPlaying,
      onDone: () => this.#done(),
      onProblem: (code) => this.fail(code),
    });
    return this.#open(source, file, () => this.openFile(file));
  }

  // The same source once more, after a problem that is over.
  reopen() {
    return this.#again ? this.#again() : this.openCamera();
  }

  stop() {
    this.#leave();
    this.#screen.problems.clear();
    this.#state("idle");
  }

  // Nothing can go on as it is: the camera is let go of and the page says why.
  fail(code) {
    this.#leave();
    this.#screen.problems.show(code);
    this.#state("problem");
  }

  retry() {
    this.#socket.retry();
  }

  // What an earlier page left on the device; with an empty list, what waits here.
  deliver(pictures = []) {
    this.#delivery.deliver(pictures);
  }

  discard(captureId) {
    return this.#delivery.discard(captureId);
  }

  withhold(captureId, unwanted) {
    this.#delivery.withhold(captureId, unwanted);
  }

  // A photo now, whatever the face expresses.
  pressShutter() {
    if (!this.#source || this.#source.done) return;
    if (!this.#socket.sendShutter()) this.#screen.status.note("shutter_offline");
  }

  playAgain() {
    this.#heldByPerson = false;
    this.#state("live");
    return this.#source?.again?.();
  }

  // The person's own pause of a video file.
  togglePlaying() {
    this.#heldByPerson = !this.#video.paused;
    if (this.#heldByPerson) this.#source?.pause();
    else this.#source?.resume();
  }

  pageShown(visible) {
    if (!this.#source) return;
    if (visible) {
      this.#run();
      this.#socket.retry();
    } else {
      this.#pump.stop();
      this.#screen.overlay.stop();
      this.#source.pause();
    }
  }

  // The page goes away: the light must go out, and nothing is left to answer to.
  abandon() {
    this.#leave();
    this.#socket.close();
    this.#state("idle");
  }

  async #open(source, what, again) {
    this.#leave();
    this.#turn += 1;
    const turn = this.#turn;
    this.#again = again;
    this.#source = source;
    this.#heldByPerson = false;
    this.#screen.problems.clear();
    this.#state("opening");
    try {
      if (!(await source.start(what, () => turn === this.#turn))) return;
    } catch (error) {
      if (turn === this.#turn) this.fail(error.code ?? "camera_failed");
      return;
    }
    this.#state("live");
    this.#screen.status.show("waiting", 0);
    this.#socket.open(source.kind);
    if (document.visibilityState === "visible") this.#run();
  }

  #leave() {
    this.#turn += 1;
    this.#source?.stop();
    this.#source = null;
    this.#pump.stop();
    this.#pump.forbid();
    this.#screen.overlay.stop();
    this.#screen.overlay.clear();
    this.#screen.status.hide();
    this.#screen.checklist.hide();
    this.#screen.panel.clear();
    this.#closeWhenDelivered();
  }

  // A moment kept just before the stop still reaches the album.
  #closeWhenDelivered() {
    if (!this.#source && this.#delivery.pending === 0) this.#socket.close();
  }

  #settled() {
    this.#closeWhenDelivered();
    this.#leaveDrained();
  }

  #run() {
    this.#screen.overlay.start(this.#source.mirrored);
    this.#pump.start();
    this.#playOn();
  }

  // A file waits for the server, so that no moment in it goes by unseen.
  #playOn() {
    const mayPlay = this.#source?.kind === "camera" || (this.#socket.ready && !this.#heldByPerson);
    if (mayPlay && document.visibilityState === "visible") this.#source.resume().catch((error) => this.fail(error.code));
  }

  #state(state) {
    this.#on.onState(state, this.#source?.kind ?? null);
  }

  #cameraPaused(paused) {
    const { problems } = this.#screen;
    if (paused) problems.show("camera_paused");
    else if (problems.code === "camera_paused") problems.clear();
  }

  #socketListener() {
    return {
      onWelcome: (welcome) => this.#welcomed(welcome),
      onAnswer: (answer) => this.#answered(answer),
      onCommit: (message) => this.#commit(message),
      onRelease: ({ seq }) => this.#pictures.release(seq),
      onSaved: (message) => this.#delivery.saved(message),
      onError: (message) => this.#refusedMessage(message),
      onDraining: () => this.#drain(),
      onLost: (meaning) => this.#lost(meaning),
      onWaiting: (seconds) => this.#waiting(seconds),
    };
  }

  #welcomed(welcome) {
    this.#names = { emotions: welcome.emotions, reasons: welcome.reasons, conditions: welcome.conditions };
    this.#refused = this.#draining = false;
    if (this.#source) this.#pump.allow({ inFlight: welcome.in_flight, maxFrameBytes: welcome.max_frame_bytes });
    this.#delivery.connected(welcome);
    if (this.#screen.problems.code !== "camera_paused") this.#screen.problems.clear();
    if (this.#source) this.#playOn();
  }

  #answered(answer) {
    const capturedAt = this.#pump.answered(answer);
    if (!this.#source) return;
    const { overlay, panel, mood, status, checklist } = this.#screen;
    overlay.show(answer, capturedAt);
    panel.show(this.#names.emotions, answer);
    if (this.#source.done) return;
    mood.show(this.#names.emotions, answer);
    checklist.show(this.#names.conditions, answer.conditions);
    const reason = this.#names.reasons[answer.reason];
    status.show(reason, answer.progress, reason === "smile" ? this.#wayToGo(answer) : null);
    this.#noticeSmile(reason);
  }

  // All is well but the place: only whoever can't see the picture needs to be told.
  #wayToGo({ points }) {
    const way = points && this.#source.kind === "camera" && this.mirrored ? wayToMiddle(points) : null;
    return way && `go_${way}`;
  }

  #noticeSmile(reason) {
    const seen = reason === "hold_on";
    if (seen && !this.#smileSeen) document.dispatchEvent(new CustomEvent("happythings:smile"));
    this.#smileSeen = seen || reason === "kept" || reason === "relax";
  }

  #done() {
    this.#screen.status.hide();
    this.#screen.checklist.hide();
    this.#state("done");
  }

  #commit(message) {
    if (!message.alternate) this.#on.onMoment();
    this.#delivery.commit(message);
  }

  #refusedMessage(message) {
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
    this.#pump.forbid();
    this.#delivery.disconnected({ shrink });
    this.#screen.overlay.lose();
    if (shrink) this.#pace.smaller(performance.now());
    if (!this.#source) return;
    if (retry !== "soon") {
      this.fail(problem);
      return;
    }
    if (this.#source.kind === "file") this.#source.pause();
    this.#screen.status.show("waiting", 0);
    this.#screen.problems.show(problem === "connection_lost" && navigator.onLine === false ? "offline" : problem);
    if (this.#socket.refusals === SUSPICIOUS_REFUSALS) this.#lookForReason();
  }

  #waiting(seconds) {
    const { problems } = this.#screen;
    if (!this.#source || problems.code === null) return;
    problems.show(problems.code, { seconds: String(seconds), refused: this.#refused ? location.origin : undefined });
  }

  // A refused address looks to a page just like a server that is gone; only the rest of the server can tell them apart.
  async #lookForReason() {
    const response = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    this.#refused = response?.ok === true;
  }
}
