"""Short forms of `make load` and `make soak`: that a server drops instead of lagging, and keeps nothing of who left.

The figures themselves belong to the benchmarks; here the bounds are wide enough for a busy machine.
"""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cameras import SyntheticCamera
from benchmarks.crowd import gather
from benchmarks.people import sessions
from benchmarks.pictures import face_jpegs
from benchmarks.soak import soak
from tests.live import serve

pytestmark = pytest.mark.model


@pytest.mark.alone
def test_answers_do_not_grow_older_under_more_frames_than_can_be_looked_at(tmp_path: Path) -> None:
    with serve(tmp_path, ENGINE_THREADS="1") as site:
        cameras = [
            SyntheticCamera(site.url, key, face_jpegs(), heeds_limits=False) for key in sessions(site, 16, "over")
        ]
        tallies = asyncio.run(gather(cameras, [50.0] * len(cameras), 8))
    assert all(tally.ages for tally in tallies)
    assert sum(tally.dropped for tally in tallies) > 0
    answers = sorted((at, age) for tally in tallies for at, age in zip(tally.times, tally.ages, strict=True))
    ages = [age for _, age in answers]
    third = len(ages) // 3
    # What waits in a line would be seconds old by then.
    assert np.median(ages[-third:]) < 3 * np.median(ages[:third]) + 0.1


def test_what_came_and_went_leaves_nothing_behind(tmp_path: Path) -> None:
    seen = soak(tmp_path, 40)
    assert seen["growth_mb"] <= 20
    assert seen["files_more"] <= 2
    assert seen["tasks_more"] <= 5
