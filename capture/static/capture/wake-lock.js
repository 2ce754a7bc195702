// Keeps the screen awake while the camera runs. A browser lets go of it whenever the page is hidden.

export class WakeLock {
  #wanted = false;
  #lock = null;
  #asking = null;

  constructor() {
    document.addEventListener("visibilitychange", () => void this.#renew());
  }

  want(is) {
    this.#wanted = is;
    void this.#renew();
  }

  async #renew() {
    if (!this.#wanted) {
      const lock = this.#lock;
      this.#lock = null;
      await lock?.release().catch(() => {});
      return;
    }
    if (document.visibilityState !== "visible" || (this.#lock && !this.#lock.released)) return;
    // One request at a time: of two locks the first would never be let go of.
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    await this.#asking;
  }

  async #ask() {
    // Refused by a low battery, or not there at all: the screen goes dark as it always does.
    const lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    if (this.#wanted) this.#lock = lock;
    else await lock?.release().catch(() => {});
  }
}
