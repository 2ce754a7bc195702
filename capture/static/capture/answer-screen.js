// Shows what the server said of each frame: the mask, the mark, the sentence, the checklist and the numbers.

import { wayToMiddle } from "./guidance.js";

export class AnswerScreen {
  #screen;
  #names = { emotions: [], reasons: [], conditions: [] };
  #smileSeen = false;

  // screen: overlay, status, mood, checklist, panel.
  constructor(screen) {
    this.#screen = screen;
  }

  // The server's own lists, by whose places its answers speak.
  learn({ emotions, reasons, conditions }) {
    this.#names = { emotions, reasons, conditions };
  }

  show(answer, capturedAt, source) {
    const { overlay, panel, mood, status, checklist } = this.#screen;
    overlay.show(answer, capturedAt);
    panel.show(this.#names.emotions, answer);
    if (source.done) return;
    mood.show(this.#names.emotions, answer);
    checklist.show(this.#names.conditions, answer.conditions);
    const reason = this.#names.reasons[answer.reason];
    status.show(reason, answer.progress, reason === "smile" ? wayToGo(answer, source) : null);
    this.#noticeSmile(reason);
  }

  connecting() {
    this.#screen.status.show("waiting", 0);
  }

  done() {
    this.#screen.status.hide();
    this.#screen.checklist.hide();
  }

  clear() {
    this.#screen.overlay.stop();
    this.#screen.overlay.clear();
    this.done();
    this.#screen.panel.clear();
  }

  #noticeSmile(reason) {
    const seen = reason === "hold_on";
    if (seen && !this.#smileSeen) document.dispatchEvent(new CustomEvent("happythings:smile"));
    this.#smileSeen = seen || reason === "kept" || reason === "relax";
  }
}

// All is well but the place: only whoever can't see the picture needs to be told.
function wayToGo({ points }, { kind, mirrored }) {
  const way = points && kind === "camera" && mirrored ? wayToMiddle(points) : null;
  return way && `go_${way}`;
}
