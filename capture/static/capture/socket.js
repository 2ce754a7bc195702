// The one connection to the server: greets, parses, reconnects, and says in words of its own what state it is in.

import { backoff, closeMeaning } from "./closing.js";
import { packFrame, packStillChunk, parseAnswer } from "./wire.js";

const STABLE_MS = 5000;
const BIG_BYTES = 150_000;
const JUST_NOW_MS = 1000;
const REPLACED_CLOSE = 1000;
const GREETING_PATIENCE_MS = 10_000;
const LOST_CLOSE = 1006;
const SILENT_CLOSE = 4408;
// A connection that is cut without a word looks open for minutes.
const SILENCE_MS = 8000;
const SILENCE_OFFLINE_MS = 2500;
const DRAINING_CLOSE = 4503;

export class CameraSocket {
  #url;
  #version;
  #listener;
  #socket = null;
  #source = null;
  #welcome = null;
  #attempt = 0;
  #refusals = 0;
  #lastCode = null;
  #retryAfter = 0;
  #lastBigMessage = -Infinity;
  #askedAt = null;
  #timers = new Set();

  // listener: onWelcome(welcome), onAnswer(answer), onCommit(m), onRelease(m), onSaved(m), onError(m), onDraining(),
  // onLost(meaning), onWaiting(seconds until the next try).
  constructor({ path, version }, listener) {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.#url = `${scheme}//${location.host}${path}`;
    this.#version = version;
    this.#listener = listener;
  }

  get ready() {
    return this.#welcome !== null && this.#socket?.readyState === WebSocket.OPEN;
  }

  // Whether a connection is there or will be.
  get wanted() {
    return this.#source !== null;
  }

  get waitingBytes() {
    return this.#socket?.bufferedAmount ?? 0;
  }

  // How often in a row the server did not even open it.
  get refusals() {
    return this.#refusals;
  }

  open(source) {
    this.close();
    this.#source = source;
    this.#attempt = this.#refusals = 0;
    this.#connect();
  }

  // What is on its way is finished; the next connection, if one is needed, takes nobody's camera.
  deliverOnly() {
    if (this.#source !== null) this.#source = "deliver";
  }

  // Now, instead of waiting for the next try.
  retry() {
    if (this.#source === null || this.#socket) return;
    this.#clearTimers();
    this.#connect();
  }

  close() {
    this.#clearTimers();
    this.#source = null;
    this.#welcome = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(REPLACED_CLOSE);
  }

  // An answer is overdue.
  suspectSilence() {
    const patience = navigator.onLine === false ? SILENCE_OFFLINE_MS : SILENCE_MS;
    const silent = this.#askedAt !== null && performance.now() - this.#askedAt > patience;
    if (this.ready && silent) this.#giveUp(this.#socket, SILENT_CLOSE);
  }

  // The server is about to go down and has all it needs from here: back when it said.
  comeBackLater() {
    if (this.#socket) this.#giveUp(this.#socket, DRAINING_CLOSE);
  }

  sendFrame(seq, jpeg) {
    const sent = this.#send(packFrame(seq, jpeg));
    if (sent) this.#askedAt ??= performance.now();
    return sent;
  }

  sendStill(still) {
    return this.#send(JSON.stringify({ type: "still", ...still }));
  }

  sendShutter() {
    return this.#send(JSON.stringify({ type: "shutter" }));
  }

  sendStillChunk(offset, bytes) {
    return this.#send(packStillChunk(offset, bytes));
  }

  #send(message) {
    if (!this.ready) return false;
    if (message.byteLength > BIG_BYTES) this.#lastBigMessage = performance.now();
    this.#socket.send(message);
    return true;
  }

  #connect() {
    const socket = new WebSocket(this.#url);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#welcome = this.#askedAt = null;
    this.#lastCode = null;
    this.#retryAfter = 0;
    const current = () => socket === this.#socket;
    this.#refusals += 1;
    socket.onopen = () => current() && this.#greet(socket);
    socket.onmessage = ({ data }) => current() && this.#receive(data);
    socket.onclose = ({ code }) => current() && this.#closed(code);
    // A server that takes the connection and says nothing would hold the page for good.
    this.#later(GREETING_PATIENCE_MS, () => current() && !this.#welcome && this.#giveUp(socket, LOST_CLOSE));
  }

  #greet(socket) {
    this.#refusals = 0;
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    socket.send(JSON.stringify({ type: "hello", version: this.#version, time_zone: timeZone, source: this.#source }));
  }

  #giveUp(socket, code) {
    this.#socket = null;
    socket.close();
    this.#closed(code);
  }

  #receive(data) {
    this.#askedAt = null;
    if (data instanceof ArrayBuffer) {
      const answer = parseAnswer(data);
      if (answer) this.#listener.onAnswer(answer);
      return;
    }
    let message = null;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    const { onCommit, onRelease, onSaved } = this.#listener;
    const actions = {
      welcome: () => this.#welcomed(message),
      commit: () => onCommit(message),
      release: () => onRelease(message),
      saved: () => onSaved(message),
      error: () => this.#complained(message, message.code),
      draining: () => this.#complained(message, "draining"),
    };
    actions[message.type]?.();
  }

  #complained(message, code) {
    this.#lastCode = code;
    this.#retryAfter = message.retry_after ?? 0;
    if (code === "draining") this.#listener.onDraining();
    else this.#listener.onError(message);
  }

  #welcomed(welcome) {
    this.#clearTimers();
    this.#welcome = welcome;
    // A server that greets and falls over at once must not be asked twice a second for ever.
    this.#later(STABLE_MS, () => (this.#attempt = 0));
    this.#listener.onWelcome(welcome);
  }

  #closed(code) {
    this.#clearTimers();
    this.#socket = null;
    this.#welcome = null;
    const bigMessageJustSent = performance.now() - this.#lastBigMessage < JUST_NOW_MS;
    const meaning = closeMeaning(code, this.#lastCode, bigMessageJustSent);
    const wait = meaning.retry === "soon" ? backoff(this.#attempt, this.#retryAfter) : null;
    this.#attempt += 1;
    this.#listener.onLost(meaning);
    if (wait === null || this.#source === null) return;
    this.#later(wait, () => this.#connect());
    this.#countDown(wait);
  }

  #countDown(wait) {
    this.#listener.onWaiting(Math.ceil(wait / 1000));
    if (wait > 1000) this.#later(1000, () => this.#countDown(wait - 1000));
  }

  #later(wait, action) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, wait);
    this.#timers.add(timer);
  }

  #clearTimers() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
