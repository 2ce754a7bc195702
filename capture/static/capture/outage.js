// While the connection of a running camera is lost: what the page says, how long until the next try, and whether the
// address itself is refused.

// As often in a row the server may not open the connection before the page looks for the reason.
const SUSPICIOUS_REFUSALS = 3;

export class Outage {
  #problems;
  #refused = false;

  constructor(problems) {
    this.#problems = problems;
  }

  begin(problem, refusals) {
    this.#problems.show(problem === "connection_lost" && navigator.onLine === false ? "offline" : problem);
    if (refusals === SUSPICIOUS_REFUSALS) this.#lookForReason();
  }

  waiting(seconds) {
    if (this.#problems.code === null) return;
    this.#problems.show(this.#problems.code, { seconds: String(seconds), refused: this.#refused ? location.origin : undefined });
  }

  // The system's own pause is another matter, and not over with the connection.
  end() {
    this.#refused = false;
    if (this.#problems.code !== "camera_paused") this.#problems.clear();
  }

  // A refused address looks to a page just like a server that is gone; only the rest of the server can tell them apart.
  async #lookForReason() {
    const response = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    this.#refused = response?.ok === true;
  }
}
