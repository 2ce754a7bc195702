// Fetches the next page of an album as the HTML it is, and moves its photos over.

const NEAR_PX = 800;

export class Pages {
  #grid;
  #announcer;
  #observer = null;
  #loading = false;

  constructor(grid, announcer) {
    this.#grid = grid;
    this.#announcer = announcer;
  }

  init() {
    if ("IntersectionObserver" in window) {
      this.#observer = new IntersectionObserver(
        (entries) => entries.some((entry) => entry.isIntersecting) && this.#load(),
        { rootMargin: `${NEAR_PX}px` },
      );
    }
    this.#watch();
  }

  destroy() {
    this.#observer?.disconnect();
  }

  get #more() {
    return document.querySelector("[data-more]");
  }

  #watch() {
    const more = this.#more;
    if (!more) return;
    more.querySelector("a").addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#load({ focus: true });
    });
    this.#observer?.observe(more);
  }

  async #load({ focus = false } = {}) {
    const more = this.#more;
    if (!more || this.#loading) return;
    this.#loading = true;
    const link = more.querySelector("a");
    link.textContent = more.dataset.loading;
    const page = await fetchPage(link.href).catch(() => null);
    this.#loading = false;
    if (!page) {
      // Not again by itself: that would hammer a server that is in trouble.
      this.#observer?.unobserve(more);
      link.textContent = more.dataset.failed;
      return;
    }
    this.#observer?.unobserve(more);
    const added = this.#append(page);
    const next = page.querySelector("[data-more]");
    if (next) more.replaceWith(document.adoptNode(next));
    else more.remove();
    if (this.#announcer) this.#announcer.textContent = this.#announcer.dataset.announce;
    if (focus) added.find((item) => !item.dataset.month)?.querySelector("a")?.focus();
    this.#watch();
  }

  #append(page) {
    const known = new Set([...this.#grid.querySelectorAll(":scope > li > a")].map((link) => link.pathname));
    const months = new Set([...this.#grid.querySelectorAll("[data-month]")].map((item) => item.dataset.month));
    const items = [...page.querySelectorAll("[data-grid] > li")].map((item) => document.adoptNode(item));
    const fresh = items.filter((item) =>
      item.dataset.month ? !months.has(item.dataset.month) : !known.has(item.querySelector("a").pathname),
    );
    this.#grid.append(...fresh);
    return fresh;
  }
}

export async function fetchPage(address) {
  const response = await fetch(address, { credentials: "same-origin", headers: { Accept: "text/html" } });
  // Signed out meanwhile: the answer is the sign-in page, which has no photos.
  if (!response.ok || response.redirected) throw new Error(String(response.status));
  return new DOMParser().parseFromString(await response.text(), "text/html");
}
