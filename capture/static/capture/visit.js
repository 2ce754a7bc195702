// A camera visit: a camera or a video file is opened, shown and let go of again, and what it shows is talked about with the
// server meanwhile.

import { CameraSource } from "./camera.js";
import { Conversation } from "./conversation.js";
import { VideoFileSource } from "./video-file.js";

export class Visit {
  #video;
  #problems;
  #on;
  #talk;
  #source = null;
  #again = null;
  #turn = 0;
  #heldByPerson = false;

  // tools: darkroom, and room: where pictures wait. screen: as in Conversation. on: onState(state, kind),
  // onProgress(seconds, duration), onPlaying(bool), and onMoment(), onKept(), onPending() as in Conversation.
  constructor(video, tools, config, screen, on) {
    this.#video = video;
    this.#problems = screen.problems;
    this.#on = on;
    this.#talk = new Conversation(video, tools, config, screen, {
      onReady: () => this.#playOn(),
      onPause: () => this.#source.kind === "file" && this.#source.pause(),
      onRefused: (problem) => this.fail(problem),
      onMoment: on.onMoment,
      onKept: on.onKept,
      onPending: on.onPending,
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
    this.#problems.clear();
    this.#state("idle");
  }

  // Nothing can go on as it is: the camera is let go of and the page says why.
  fail(code) {
    this.#leave();
    this.#problems.show(code);
    this.#state("problem");
  }

  retry() {
    this.#talk.retry();
  }

  // What an earlier page left on the device; with an empty list, what waits here.
  deliver(pictures = []) {
    this.#talk.deliver(pictures);
  }

  discard(captureId) {
    return this.#talk.discard(captureId);
  }

  withhold(captureId, unwanted) {
    this.#talk.withhold(captureId, unwanted);
  }

  // A photo now, whatever the face expresses.
  pressShutter() {
    if (this.#source && !this.#source.done) this.#talk.pressShutter();
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
      this.#talk.retry();
    } else {
      this.#talk.lookAway();
      this.#source.pause();
    }
  }

  // The page goes away: the light must go out, and nothing is left to answer to.
  abandon() {
    this.#leave();
    this.#talk.close();
    this.#state("idle");
  }

  async #open(source, what, again) {
    this.#leave();
    this.#turn += 1;
    const turn = this.#turn;
    this.#again = again;
    this.#source = source;
    this.#heldByPerson = false;
    this.#problems.clear();
    this.#state("opening");
    try {
      if (!(await source.start(what, () => turn === this.#turn))) return;
    } catch (error) {
      if (turn === this.#turn) this.fail(error.code ?? "camera_failed");
      return;
    }
    this.#state("live");
    this.#talk.begin(source);
    if (document.visibilityState === "visible") this.#run();
  }

  #leave() {
    this.#turn += 1;
    this.#source?.stop();
    this.#source = null;
    this.#talk.end();
  }

  #run() {
    this.#talk.look(this.#source.mirrored);
    this.#playOn();
  }

  // A file waits for the server, so that no moment in it goes by unseen.
  #playOn() {
    const mayPlay = this.#source?.kind === "camera" || (this.#talk.ready && !this.#heldByPerson);
    if (mayPlay && document.visibilityState === "visible") this.#source.resume().catch((error) => this.fail(error.code));
  }

  #state(state) {
    this.#on.onState(state, this.#source?.kind ?? null);
  }

  #cameraPaused(paused) {
    if (paused) this.#problems.show("camera_paused");
    else if (this.#problems.code === "camera_paused") this.#problems.clear();
  }

  #done() {
    this.#talk.done();
    this.#state("done");
  }
}
