// Which full pictures are kept, three at most: those whose answer is awaited, the best of this moment, and one that is
// on its way to the album. Knows nothing of pixels: `forget(seq)` frees them.

import { COMMIT, HOLD } from "./wire.js";

export const MOST_PICTURES = 3;
// A commit follows its verdict at once; a picture nobody sent for is not kept for good.
const CHOSEN_PATIENCE_MS = 3000;

export class Pictures {
  #forget;
  #kept = new Map();

  constructor(forget) {
    this.#forget = forget;
  }

  get count() {
    return this.#kept.size;
  }

  has(seq) {
    return this.#kept.has(seq);
  }

  // A place for the picture of `seq`; false while all are taken.
  take(seq, now) {
    if (this.count >= MOST_PICTURES) this.#makeRoom(now);
    if (this.count >= MOST_PICTURES) return false;
    this.#kept.set(seq, { state: "flying", since: now });
    return true;
  }

  // The answer to `seq` is there; the frames before it were overtaken and get none.
  settle(seq, verdict, now) {
    for (const [earlier, { state }] of this.#kept) {
      if (earlier < seq && (state === "flying" || state === "lost")) this.drop(earlier);
    }
    if (!this.#kept.has(seq)) return;
    if (verdict === HOLD) this.#hold(seq, now);
    else if (verdict === COMMIT) this.#kept.set(seq, { state: "chosen", since: now });
    else this.drop(seq);
  }

  // Its answer is overdue: it may still come, but the place goes to the next picture that needs it.
  lose(seq) {
    const picture = this.#kept.get(seq);
    if (picture?.state === "flying") picture.state = "lost";
  }

  // From now on it stays until `drop`, whatever comes. False when it is gone already.
  print(seq) {
    const picture = this.#kept.get(seq);
    if (picture) picture.state = "printing";
    return picture !== undefined;
  }

  // The held picture is not needed any more.
  release(seq) {
    if (this.#kept.get(seq)?.state === "held") this.drop(seq);
  }

  drop(seq) {
    if (this.#kept.delete(seq)) this.#forget(seq);
  }

  // The connection went, and every verdict with it; what is being printed is still wanted.
  clear() {
    for (const [seq, { state }] of this.#kept) if (state !== "printing") this.drop(seq);
  }

  #hold(seq, now) {
    for (const [other, { state }] of this.#kept) if (state === "held") this.drop(other);
    this.#kept.set(seq, { state: "held", since: now });
  }

  #makeRoom(now) {
    const stale = ([, { state, since }]) =>
      state === "lost" || (state === "chosen" && now - since > CHOSEN_PATIENCE_MS);
    const oldest = [...this.#kept].find(stale);
    if (oldest) this.drop(oldest[0]);
  }
}
