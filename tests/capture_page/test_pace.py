"""The control law of the frames against a simulated network: steady, slow, far away, jittery, recovering."""

from pathlib import Path
from typing import Any

import pytest

from tests.capture_page.javascript import needs_node, run_modules

pytestmark = needs_node
# Frames cross one pipe after the other, then wait for the server, then the answer travels back. Bytes follow what
# Chromium makes of the clip: about 42 kB at 640 pixels and quality 0.82.
NETWORK = """
import { Pace, SIZES } from "./pace.js";
let random = 11;
const chance = () => (random = (random * 16807) % 2147483647) / 2147483647;
const bytes = ({ width, quality }) => 42000 * (width / 640) ** 2 * (0.25 + (quality / 0.82) ** 2 * 0.75);
// `phases`: [seconds, { bitsPerSecond, delay (ms, both ways together), jitter (ms) }, face]; `law` null keeps 480 × 2.
function run(phases, pace = new Pace()) {
  let [now, pipeFree, lastTaken, changes] = [0, 0, -1e9, 0];
  const flying = [];
  const seen = [];
  for (const [seconds, link, face = true, paceMs = 0] of phases) {
    const end = now + 1000 * seconds;
    for (; now < end; now += 1000 / 60) {
      while (flying.length && flying[0].arrives <= now) {
        const { takenAt, size } = flying.shift();
        const before = pace.size;
        pace.answered({ roundTrip: now - takenAt, size, face, paceMs }, now);
        changes += pace.size !== before;
        seen.push({ now, trip: now - takenAt, width: pace.size.width, inFlight: pace.inFlight });
      }
      if (flying.length >= pace.inFlight || now - lastTaken < Math.max(pace.gap, 1000 / 30 - 1)) continue;
      lastTaken = now;
      const size = pace.size;
      pipeFree = Math.max(now, pipeFree) + (8000 * bytes(size)) / link.bitsPerSecond;
      const last = flying.at(-1)?.arrives ?? 0;
      flying.push({ takenAt: now, size, arrives: Math.max(last, pipeFree + link.delay + link.jitter * chance()) });
    }
  }
  const late = seen.filter((one) => one.now > now - 10000);
  const sorted = late.map((one) => one.trip).sort((one, other) => one - other);
  const widths = [...new Set(late.map((one) => one.width))].sort();
  const flights = [...new Set(late.map((one) => one.inFlight))];
  return { widths, flights, median: sorted[sorted.length >> 1], rate: late.length / 10, changes };
}
const FAST = { bitsPerSecond: 100e6, delay: 12, jitter: 4 };
const SLOW = { bitsPerSecond: 1.2e6, delay: 30, jitter: 10 };
const FAR = { bitsPerSecond: 100e6, delay: 300, jitter: 5 };
const JITTERY = { bitsPerSecond: 50e6, delay: 30, jitter: 90 };
const FIXED = { size: { width: 480, quality: 0.8 }, inFlight: 2, gap: 22, answered() {} };
"""


def run(tmp_path: Path, script: str) -> Any:
    return run_modules(tmp_path, f"{NETWORK}report({script});")


def test_a_steady_fast_network_gets_the_largest_pictures_at_the_cameras_pace(tmp_path: Path) -> None:
    end = run(tmp_path, "run([[40, FAST]])")
    assert end["widths"] == [640]
    assert end["rate"] > 28
    assert end["changes"] == 1


def test_on_a_slow_network_the_answers_stay_young(tmp_path: Path) -> None:
    adaptive, fixed = run(tmp_path, "[run([[40, SLOW]]), run([[40, SLOW]], FIXED)]")
    assert adaptive["median"] < 150
    assert adaptive["median"] < 0.5 * fixed["median"]
    assert adaptive["rate"] > 1.5 * fixed["rate"]
    assert adaptive["widths"][0] <= 400
    assert adaptive["changes"] <= 8


def test_a_long_way_is_not_taken_for_a_narrow_pipe(tmp_path: Path) -> None:
    end = run(tmp_path, "run([[25, FAR]])")
    assert min(end["widths"]) >= 512
    assert end["flights"] == [2]


def test_jitter_does_not_make_it_swing(tmp_path: Path) -> None:
    end = run(tmp_path, "run([[120, JITTERY]])")
    assert end["changes"] <= 4
    assert min(end["widths"]) >= 400


def test_it_recovers_when_the_network_does(tmp_path: Path) -> None:
    end = run(tmp_path, "run([[20, FAST], [20, SLOW], [45, FAST]])")
    assert end["widths"] == [640]
    assert end["rate"] > 28


@pytest.mark.parametrize(("face", "pace_ms", "most"), [("false", 0, 4.1), ("true", 200, 5.1), ("true", 0, 31)])
def test_slower_when_nobody_is_there_or_the_server_asks(tmp_path: Path, face: str, pace_ms: int, most: float) -> None:
    rate = run(tmp_path, f"run([[20, FAST, {face}, {pace_ms}]])")["rate"]
    assert 0.8 * most < rate <= most


def test_somebody_who_comes_is_met_at_the_full_pace_at_once(tmp_path: Path) -> None:
    before, after = run_modules(
        tmp_path,
        """
        import { Pace } from "./pace.js";
        const pace = new Pace();
        const answer = (face, now) => pace.answered({ roundTrip: 20, size: pace.size, face, paceMs: 0 }, now);
        for (let now = 0; now < 3000; now += 100) answer(false, now);
        const before = pace.gap;
        answer(true, 3000);
        report([before, pace.gap]);
        """,
    )
    assert before == 250
    assert after < 25


def test_a_limit_that_was_hit_slows_down_and_a_new_connection_forgets_it(tmp_path: Path) -> None:
    first, slower, reset = run_modules(
        tmp_path,
        """
        import { Pace } from "./pace.js";
        const pace = new Pace();
        const first = pace.gap;
        for (let count = 0; count < 30; count += 1) pace.slower();
        const slower = pace.gap;
        pace.reset(0);
        report([first, slower, pace.gap]);
        """,
    )
    assert slower == 500
    assert first == reset
