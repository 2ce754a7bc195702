// Keeps the screen awake while the camera runs. A browser lets go of it whenever the page is hidden.

export class WakeLock {
  #wanted = false;
  #lock = null;

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
    // Refused by a low battery, or not there at all: the screen goes dark as it always does.
    const lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    if (this.#wanted) this.#lock = lock;
    else await lock?.release().catch(() => {});
  }
}
