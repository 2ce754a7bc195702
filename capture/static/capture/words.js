// The parts of the page, and the words it brought along for its modules.

export function part(name) {
  return document.querySelector(`[data-part="${name}"]`);
}

export function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

// data-shutter-no-face="…" is the sentence of `shutter_no_face`.
export function readReasons(element) {
  const named = Object.entries(element.dataset).map(([name, text]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), text]);
  return Object.fromEntries(named);
}

export function readSentences(template) {
  const items = template.content.querySelectorAll("[data-sentence]");
  return Object.fromEntries(Array.from(items, (item) => [item.dataset.sentence, item.textContent.trim()]));
}
