// Sends uploads, two at a time: one travels while the server looks at the other. Knows no page; an upload is anything
// with show(state, detail).

const AT_ONCE = 2;
const TRIES = 4;
const SOON_MS = 5000;

export class UploadQueue {
  #send;
  #changed;
  #wait;
  #waiting = [];
  #all = new Map();
  #running = 0;

  // send(upload, onProgress) gives {ok, retryAfter, ...}; changed(overview) is called after every step; wait(ms) is a
  // promise.
  constructor(send, changed, wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))) {
    this.#send = send;
    this.#changed = changed;
    this.#wait = wait;
  }

  // Also for one that failed, again.
  add(upload) {
    this.#all.set(upload, { state: "waiting", share: 0 });
    upload.show("waiting");
    this.#waiting.push(upload);
    this.#tell();
    this.#next();
  }

  get overview() {
    const steps = [...this.#all.values()];
    const count = (state) => steps.filter((step) => step.state === state).length;
    const finished = count("done") + count("failed");
    const share = steps.reduce((sum, step) => sum + step.share, 0) / (steps.length || 1);
    return { done: count("done"), failed: count("failed"), total: steps.length, share, busy: finished < steps.length };
  }

  #next() {
    while (this.#running < AT_ONCE && this.#waiting.length) {
      this.#running += 1;
      this.#bring(this.#waiting.shift()).finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }

  async #bring(upload) {
    for (let tried = 1; ; tried += 1) {
      const answer = await this.#send(upload, (share) => this.#step(upload, share < 1 ? "sending" : "looking", share));
      if (answer.ok || answer.retryAfter === undefined || tried === TRIES) {
        this.#step(upload, answer.ok ? "done" : "failed", 1, answer);
        return;
      }
      this.#step(upload, "later", 0);
      await this.#wait(answer.retryAfter * 1000 || SOON_MS);
    }
  }

  #step(upload, state, share, detail = { share }) {
    this.#all.set(upload, { state, share: state === "done" || state === "failed" ? 1 : 0.9 * share });
    upload.show(state, detail);
    this.#tell();
  }

  #tell() {
    this.#changed(this.overview);
  }
}
