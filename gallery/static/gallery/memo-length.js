// Counts as gallery/memo.py does: composed (NFC), newlines as one, no controls, trimmed, in code points.

const NEWLINE = /\r\n|[\r\u0085\u2028\u2029]/g;
const UNWANTED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff]|\p{Surrogate}/gu;

export function memoLength(text) {
  const clean = text.replace(NEWLINE, "\n").replace(/\t/g, " ").replace(UNWANTED, "").normalize("NFC").trim();
  return [...clean].length;
}
