"""Which full pictures the browser keeps: the verdicts' rules, and never more than three."""

from pathlib import Path
from typing import Any

from tests.capture_page.javascript import needs_node, run_modules

pytestmark = needs_node
PICTURES = """
import { MOST_PICTURES, Pictures } from "./pictures.js";
import { COMMIT, DROP, HOLD } from "./wire.js";
const there = new Set();
const pictures = new Pictures((seq) => there.delete(seq));
const take = (seq, now = 0) => pictures.take(seq, now) && Boolean(there.add(seq));
const settle = (seq, verdict, now = 0) => pictures.settle(seq, verdict, now);
"""


def after(tmp_path: Path, script: str) -> Any:
    return run_modules(tmp_path, f"{PICTURES}{script}")


def test_the_best_of_the_moment_is_held_and_gives_way_to_a_better_one_only(tmp_path: Path) -> None:
    seen = after(
        tmp_path,
        """
        const steps = [];
        for (const [seq, verdict] of [[1, HOLD], [2, DROP], [3, HOLD], [4, DROP]]) {
          take(seq);
          settle(seq, verdict);
          steps.push([...there]);
        }
        report(steps);
        """,
    )
    assert seen == [[1], [1], [3], [3]]


def test_a_held_picture_is_printed_long_after_its_verdict_or_let_go(tmp_path: Path) -> None:
    printed, released, wrong = after(
        tmp_path,
        """
        take(1); settle(1, HOLD); take(2); settle(2, DROP);
        const printed = pictures.print(1);
        pictures.drop(1);
        take(3); settle(3, HOLD); take(4);
        pictures.release(4);
        const wrong = [...there];
        pictures.release(3);
        report([printed, [...there], wrong]);
        """,
    )
    assert printed is True
    assert wrong == [3, 4]  # a frame in flight is nobody's held picture
    assert released == [4]


def test_an_overdue_answer_still_counts_until_its_place_is_needed(tmp_path: Path) -> None:
    kept, evicted = after(
        tmp_path,
        """
        take(1); pictures.lose(1); take(2);
        settle(1, HOLD);
        const kept = [...there];
        settle(2, DROP);
        take(3); pictures.lose(3); take(4); take(5);
        report([kept, [...there]]);
        """,
    )
    assert kept == [1, 2]
    assert evicted == [1, 4, 5]


def test_a_commit_that_never_comes_frees_its_place(tmp_path: Path) -> None:
    soon, late = after(
        tmp_path,
        """
        take(1); settle(1, COMMIT); take(2); take(3);
        const soon = take(4, 100);
        report([soon, take(4, 5000)]);
        """,
    )
    assert (soon, late) == (False, True)


def test_a_lost_connection_leaves_only_what_is_on_its_way_to_the_album(tmp_path: Path) -> None:
    assert after(
        tmp_path,
        """
        take(1); settle(1, COMMIT); pictures.print(1);
        take(2); settle(2, HOLD); take(3);
        pictures.clear();
        report([...there]);
        """,
    ) == [1]


def test_never_more_than_three_whatever_happens(tmp_path: Path) -> None:
    most, taken, refused, printed = after(
        tmp_path,
        """
        let random = 7;
        const chance = (share) => (random = (random * 16807) % 2147483647) / 2147483647 < share;
        let [most, seq, refused, now, printed] = [0, 0, 0, 0, 0];
        const flying = [];
        for (let step = 0; step < 20000; step += 1) {
          now += 20;
          if (chance(0.6)) (take(seq + 1, now) ? flying.push((seq += 1)) : (refused += 1));
          const verdict = [DROP, HOLD, COMMIT][chance(0.5) + chance(0.3)];
          if (flying.length && chance(0.5)) settle(flying.shift(), verdict, now);
          if (flying.length && chance(0.05)) pictures.lose(flying[0]);
          const any = [...there][0];
          if (any && chance(0.05) && pictures.print(any)) printed += 1;
          if (any && chance(0.1)) pictures.drop(any);
          if (chance(0.01)) pictures.clear();
          most = Math.max(most, there.size);
        }
        report([most, seq, refused, printed, MOST_PICTURES].slice(0, 4));
        """,
    )
    assert most == 3
    assert taken > 1_000  # it goes on: no place is lost for good
    assert min(refused, printed) > 100
