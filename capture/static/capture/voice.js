// Says aloud what the live region tells, for whoever wants a voice and has no screen reader running.

const RATE = 1.05;

export class Voice {
  #language;
  #speech;
  #on = false;

  // `language`: "ko" or "en". Browsers speak only after the person touched the page.
  constructor(language, speech = globalThis.speechSynthesis) {
    this.#language = language;
    this.#speech = speech;
  }

  get able() {
    return typeof this.#speech?.speak === "function" && typeof SpeechSynthesisUtterance === "function";
  }

  turn(on) {
    this.#on = on;
    if (!on && this.able) this.#speech.cancel();
  }

  // The newest is what counts: advice that is over is not read to its end.
  say(text) {
    if (!this.#on || !this.able || !text || document.visibilityState !== "visible") return;
    const words = new SpeechSynthesisUtterance(text);
    words.lang = this.#language;
    words.rate = RATE;
    const own = this.#speech.getVoices().find(({ lang }) => lang.toLowerCase().startsWith(this.#language));
    if (own) words.voice = own;
    this.#speech.cancel();
    this.#speech.speak(words);
  }
}
