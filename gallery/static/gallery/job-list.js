// Asks the API once a second while a job is unfinished or a ZIP is being fetched.

import { fetchPage } from "./pages.js";

const EVERY_MS = 1000;
const AFTER_TROUBLE_MS = 5000;
const PATIENCE_MS = 15000;

export class JobList {
  #list;
  #announcer;
  #timer = null;
  #watchUntil = 0;

  constructor(list, announcer) {
    this.#list = list;
    this.#announcer = announcer;
  }

  init() {
    this.#list.addEventListener("click", (event) => event.target.closest("[data-fetch]") && this.#fetching());
    const begin = this.#list.querySelector("[data-begin] [data-fetch]");
    if (begin) begin.click();
    if (this.#active) this.#soon(EVERY_MS);
  }

  destroy() {
    clearTimeout(this.#timer);
  }

  // A selection waits for its download and not for the server.
  get #active() {
    const under = [...this.#list.querySelectorAll("[data-job]")].some(
      ({ dataset }) => dataset.state === "running" || (dataset.state === "waiting" && dataset.kind === "everything"),
    );
    return under || performance.now() < this.#watchUntil;
  }

  #fetching() {
    this.#watchUntil = performance.now() + PATIENCE_MS;
    this.#soon(EVERY_MS);
  }

  #soon(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), pause);
  }

  async #look() {
    const jobs = await ask(this.#list.dataset.jobs).catch(() => null);
    for (const job of jobs ?? []) {
      const row = this.#list.querySelector(`[data-job="${job.id}"]`);
      if (row) await this.#show(row, job);
    }
    if (this.#active) this.#soon(jobs ? EVERY_MS : AFTER_TROUBLE_MS);
  }

  async #show(row, job) {
    if (row.dataset.state !== job.state && row.dataset.kind === "everything") {
      await this.#renew(job.id);
      return;
    }
    row.dataset.state = job.state;
    const progress = row.querySelector("[data-progress]");
    progress.hidden = job.state !== "running" && !(job.state === "waiting" && job.kind === "everything");
    progress.querySelector("progress").max = Math.max(1, job.total);
    progress.querySelector("progress").value = job.done;
    progress.querySelector("[data-said]").textContent = sentence(row.dataset.progressWords, job);
  }

  // Buttons and sentences are the server's to say: what they say now takes the place of what they said.
  async #renew(id) {
    const page = await fetchPage(location.href).catch(() => null);
    for (const part of page ? document.querySelectorAll("[data-renew]") : []) {
      const fresh = page.getElementById(part.id);
      if (fresh) part.replaceWith(document.adoptNode(fresh));
    }
    const about = this.#list.querySelector(`[data-job="${id}"] [data-about]`);
    if (about) this.#announcer.textContent = about.textContent;
  }
}

function sentence(words, { done, total }) {
  const language = document.documentElement.lang || undefined;
  return words.replace("{done}", done.toLocaleString(language)).replace("{total}", total.toLocaleString(language));
}

async function ask(address) {
  const response = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()).results;
}
