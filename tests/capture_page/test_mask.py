"""The mask's track, against a face whose every position is known: calm when still, on the face when it moves."""

from pathlib import Path
from typing import Any

import pytest

from tests.capture_page.javascript import needs_node, run_modules

pytestmark = needs_node
# A face of 468 points, 0.24 of the picture wide, at 30 pictures a second; answers are `delay` ms old, every `nth`
# picture has one; the screen draws twice a picture. Distances in % of the face's width.
FACE = """
import { FaceTrack } from "./face-track.js";
let random = 5;
const chance = () => (random = (random * 16807) % 2147483647) / 2147483647;
const noise = (size) => size * Math.sqrt(-2 * Math.log(chance())) * Math.cos(2 * Math.PI * chance());
const WIDTH = 0.24;
const TALL = 9 / 16;
const flat = Array.from({ length: 468 }, (_, place) => {
  const [angle, far] = [place * 2.4, Math.sqrt((place + 1) / 468)];
  return [(WIDTH / 2) * far * Math.cos(angle), 0.16 * far * Math.sin(angle)];
});
const wave = (time, hertz) => Math.sin(2 * Math.PI * hertz * time / 1000);
const WAYS = {
  still: () => [0.5, 0.5, 0],
  sway: (time) => [0.5 + 0.06 * wave(time, 0.5), 0.5 + 0.03 * wave(time, 0.7), 0.1 * wave(time, 0.4)],
  dance: (time) => [0.5 + 0.12 * wave(time, 0.8), 0.5, 0.2 * wave(time, 0.6)],
};
function faceAt(way, time, trembling) {
  const [x, y, tilt] = WAYS[way](time);
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  return Float32Array.from(flat.flatMap(([u, v]) => [
    x + cos * u - sin * v + noise(trembling), y + (sin * u + cos * v) / TALL + noise(trembling),
  ]));
}
function apart(one, other) {
  let sum = 0;
  for (let at = 0; at < one.length; at += 2) {
    sum += Math.hypot(one[at] - other[at], (one[at + 1] - other[at + 1]) * TALL);
  }
  return (100 * sum) / (one.length / 2) / WIDTH;
}
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
function follow(way, delay, nth = 1, trembling = 0.0008) {
  const track = new FaceTrack();
  const [coming, off, offPlain, steps, plainSteps] = [[], [], [], [], []];
  let [plain, before] = [null, null];
  for (let count = 0; count < 400; count += 1) {
    const time = (count * 1000) / 30;
    if (count % nth === 0) coming.push([time + delay, time, faceAt(way, time, trembling)]);
    for (const now of [time, time + 1000 / 60]) {
      while (coming.length && coming[0][0] <= now) {
        const [, takenAt, points] = coming.shift();
        track.aim(points, takenAt, TALL);
        if (plain) plainSteps.push(apart(points, plain));
        plain = points;
      }
      track.move(time, 1000 / 60);
    }
    if (count < 60) continue;
    const truth = faceAt(way, time, 0);
    off.push(apart(track.points, truth));
    offPlain.push(apart(plain, truth));
    if (before) steps.push(apart(track.points, before));
    before = track.points.slice();
  }
  return [mean(off), mean(offPlain), mean(steps), mean(plainSteps)];
}
"""


def follow(tmp_path: Path, *how: Any) -> list[float]:
    arguments = ", ".join(repr(part) for part in how)
    read: list[float] = run_modules(tmp_path, f"{FACE}report(follow({arguments}));")
    return read


def test_the_mask_of_a_still_face_keeps_still(tmp_path: Path) -> None:
    off, off_plain, steps, plain_steps = follow(tmp_path, "still", 50)
    assert steps < 0.4 * plain_steps
    assert off < off_plain


@pytest.mark.parametrize(
    ("way", "delay", "nth", "share"), [("sway", 50, 1, 0.4), ("dance", 50, 1, 0.5), ("sway", 100, 2, 0.6)]
)
def test_the_mask_of_a_moving_face_is_on_the_picture_that_is_shown(
    tmp_path: Path, way: str, delay: int, nth: int, share: float
) -> None:
    off, off_plain, *_ = follow(tmp_path, way, delay, nth)
    assert off < share * off_plain


def test_another_face_gets_its_mask_at_once(tmp_path: Path) -> None:
    first, jumped = run_modules(
        tmp_path,
        """
        import { FaceTrack } from "./face-track.js";
        const face = (x) => new Float32Array([x, 0.1, x + 0.2, 0.1, x + 0.1, 0.4]);
        const track = new FaceTrack();
        const seen = [];
        for (const [x, time] of [[0, 0], [0, 33], [0.7, 66]]) {
          track.aim(face(x), time, 1);
          track.move(time, 16);
          seen.push(track.points[0]);
        }
        report([seen[1], seen[2]]);
        """,
    )
    assert first == pytest.approx(0, abs=1e-6)
    assert jumped == pytest.approx(0.7)


def test_nothing_is_drawn_anew_while_nothing_moves(tmp_path: Path) -> None:
    moved = run_modules(
        tmp_path,
        """
        import { FaceTrack } from "./face-track.js";
        const track = new FaceTrack();
        const face = new Float32Array([0.1, 0.1, 0.3, 0.1, 0.2, 0.4]);
        const moved = [];
        for (let time = 0; time < 200; time += 33) {
          track.aim(face, time, 1);
          moved.push(track.move(time, 16));
        }
        report(moved);
        """,
    )
    assert moved == [True, False, False, False, False, False, False]
