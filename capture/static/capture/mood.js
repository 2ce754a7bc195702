// The small face beside the status line: its mouth bends with the expression, its eyes smile along. Pure shapes for
// `drawMood`; the class only puts them into the page when they changed.

const EASE = 0.45;
const CENTRE = 24;

// smile: -1 (a frown) to 1; open: 0 to 1, how far the mouth is open. Gives the two paths of templates/capture/_mood.html.
export function drawMood(smile, open) {
  const corner = 30 - 2.2 * smile;
  const upper = corner + (smile > 0 ? 5.5 : 6) * smile - 1.5 * open;
  const lower = corner + 11 * smile + 11 * open;
  const half = 8.8 - 3 * open;
  const [left, right] = [n(CENTRE - half), n(CENTRE + half)];
  const mouth = `M${left} ${n(corner)}Q24 ${n(upper)} ${right} ${n(corner)}Q24 ${n(lower)} ${left} ${n(corner)}Z`;
  const squint = Math.max(0, (smile - 0.45) / 0.55);
  return { mouth, eyes: eye(17.5, squint) + eye(30.5, squint) };
}

function eye(x, squint) {
  const half = 0.01 + 2.8 * squint;
  const bend = 4.2 * squint;
  return `M${n(x - half)} ${n(20 + bend / 3)}Q${n(x)} ${n(20 - bend)} ${n(x + half)} ${n(20 + bend / 3)}`;
}

function n(number) {
  return number.toFixed(1);
}

export class Mood {
  #root;
  #mouth;
  #eyes;
  #smile = 0.15;
  #open = 0;
  #drawn = "";

  constructor(root) {
    this.#root = root;
    this.#mouth = root.querySelector("[data-mood-mouth]");
    this.#eyes = root.querySelector("[data-mood-eyes]");
  }

  // `names` are those of `scores`; without a face it waits with a faint smile; for a kept moment it beams.
  show(names, { emotion, happy, scores }) {
    if (this.#root.dataset.reason === "kept") {
      this.#move(1, 0.2);
      return;
    }
    const score = (name) => scores[names.indexOf(name)] ?? 0;
    const down = Math.max(score("sad"), score("angry"), score("disgust"), score("fear"));
    const aim = emotion === null ? 0.15 : happy - 0.7 * down * (1 - happy);
    this.#move(aim, emotion === null ? 0 : Math.max(0.6 * score("surprise"), happy - 0.75));
  }

  #move(smile, open) {
    this.#smile += (smile - this.#smile) * EASE;
    this.#open += (open - this.#open) * EASE;
    const { mouth, eyes } = drawMood(this.#smile, this.#open);
    if (mouth === this.#drawn) return;
    this.#drawn = mouth;
    this.#mouth.setAttribute("d", mouth);
    this.#eyes.setAttribute("d", eyes);
  }
}
