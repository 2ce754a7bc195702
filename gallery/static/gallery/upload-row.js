// One picture in the list: what becomes of it, and what was seen on it.

import { newId } from "./upload-request.js";

export class UploadRow {
  #texts;
  #emotions;
  #preview;

  constructor(template, file, config, onAgain) {
    this.file = file;
    // Stays the same when it is sent again: the server then gives the same photo.
    this.captureId = newId();
    this.#texts = config.texts;
    this.#emotions = config.emotions;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.#part("name").textContent = file.name;
    this.#part("progress").setAttribute("aria-label", file.name);
    this.#part("again").addEventListener("click", onAgain);
    this.#showPicture();
  }

  show(state, detail = {}) {
    this.element.dataset.state = state;
    this.#part("state").textContent = this.#texts[state] ?? "";
    this.#part("again").hidden = state !== "failed";
    if (state === "sending") this.#part("progress").value = detail.share;
    // No value: a bar that moves, since nobody knows how long the server looks.
    if (state === "looking") this.#part("progress").removeAttribute("value");
    if (state === "failed") this.#part("state").textContent = this.#reason(detail);
    if (state === "done") this.#showPhoto(detail);
  }

  #part(name) {
    return this.element.querySelector(`[data-part=${name}]`);
  }

  #reason({ status, body }) {
    if (body?.message) return Object.values(body.fields ?? {}).flat()[0] ?? body.message;
    return this.#texts[{ 0: "network", 413: "large" }[status] ?? "failed"];
  }

  #showPicture() {
    const picture = this.#part("picture");
    this.#preview = URL.createObjectURL(this.file);
    // Not every browser can show a HEIC; the server's thumbnail comes later.
    picture.addEventListener("error", () => picture.removeAttribute("src"), { once: true });
    picture.src = this.#preview;
  }

  #showPhoto({ status, body }) {
    if (status === 200) this.#part("state").textContent = this.#texts.again;
    URL.revokeObjectURL(this.#preview);
    this.#part("picture").src = body.urls.thumbnail;
    const open = this.#part("open");
    open.href = body.urls.page;
    open.hidden = false;
    this.#part("hints").replaceChildren(...this.#hints(body));
  }

  #hints(photo) {
    const hints = [badge(this.#emotions[photo.emotion] ?? photo.emotion)];
    if (photo.blurry) hints.push(badge(this.#texts.blurry, "warn"));
    const [nearest] = photo.duplicates;
    if (nearest) {
      const link = document.createElement("a");
      link.href = nearest.page;
      link.textContent = nearest.exact ? this.#texts.same : this.#texts.alike;
      hints.push(link);
    }
    return hints;
  }
}

function badge(text, kind = "") {
  const element = document.createElement("span");
  element.className = `badge ${kind}`.trim();
  element.textContent = text;
  return element;
}
