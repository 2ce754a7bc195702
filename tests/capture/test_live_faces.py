"""The real analyzer and a camera visit before a person who talks, yawns, blinks, squints – and smiles."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from capture.session import CameraSession
from mlmodels.analyzer import Analyzer, analyzer_maker
from mlmodels.emotions import EMOTIONS, HAPPY
from mlmodels.reading import FaceReading, FrameReading
from tests import acts
from tests.portrait import Segment, frames

pytestmark = pytest.mark.model
FPS = 15
BEFORE_S, AFTER_S = 1.0, 0.5
NO_SMILES = {
    "speech at 4 Hz": (acts.speech(4, 1), 4),
    "speech at 5 Hz": (acts.speech(5, 2), 4),
    "speech at 6 Hz": (acts.speech(6, 3), 4),
    "a yawn of 2 s": (acts.yawn(2), 2),
    "a yawn of 3 s": (acts.yawn(3), 3),
    "a squint": (acts.squint, 2),
    "blinks": (acts.blinks, 4),
    "a smile that flickers for 120 ms": (acts.flicker, 4),
}
MOVING_MOUTHS = [name for name in NO_SMILES if name.startswith(("speech", "a yawn"))]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return analyzer_maker()()


def readings(analyzer: Analyzer, act: acts.Act, seconds: float) -> Iterator[tuple[float, FrameReading]]:
    """What is read of a resting face, the act, and the resting face again, with the time (s) since the act began."""
    session = CameraSession()
    script = (Segment(BEFORE_S, None, acts.still), Segment(seconds, None, act), Segment(AFTER_S, None, acts.still))
    for number, picture in enumerate(frames(script, FPS)):
        reading, session.track = analyzer.read_frame(picture, session.track)
        yield number / FPS - BEFORE_S, reading


def kept(seen: Iterator[tuple[float, FrameReading]]) -> list[float]:
    session, numbers = CameraSession(), count()
    found = [(time, session.judge(next(numbers), reading, session.track, time + 100)) for time, reading in seen]
    assert all(outcome.answer.face for _, outcome in found), "the mesh lost the face, so nothing is shown"
    return [time for time, outcome in found if outcome.commit and not outcome.commit.alternate]


@pytest.mark.parametrize("name", NO_SMILES)
def test_what_is_no_smile_keeps_nothing(analyzer: Analyzer, name: str) -> None:
    assert kept(readings(analyzer, *NO_SMILES[name])) == []


@pytest.mark.parametrize("name", MOVING_MOUTHS)
def test_a_moving_mouth_keeps_nothing_even_if_the_model_takes_it_for_a_smile(analyzer: Analyzer, name: str) -> None:
    act, seconds = NO_SMILES[name]
    fooled = (
        (time, scored(reading, 0.94 if 0.4 <= time < seconds else 0.1))
        for time, reading in readings(analyzer, act, seconds)
    )
    assert kept(fooled) == []


@pytest.mark.parametrize("rest", [0.1, 0.4, 0.53])
def test_a_flicker_keeps_nothing_whatever_the_face_looks_like_at_rest(analyzer: Analyzer, rest: float) -> None:
    still = readings(analyzer, acts.still, 3)
    fooled = ((time, scored(reading, 0.99 if 0 <= time % 1 < 0.12 else rest)) for time, reading in still)
    assert kept(fooled) == []


def scored(reading: FrameReading, happy: float) -> FrameReading:
    scores = [(1 - happy) / (len(EMOTIONS) - 1)] * len(EMOTIONS)
    scores[HAPPY] = happy
    assert isinstance(reading.face, FaceReading)
    return replace(reading, face=replace(reading.face, scores=tuple(scores)))


@pytest.mark.parametrize(("held", "latest"), [(0.3, 1.0), (0.5, 1.0), (2.0, 1.0)])
def test_a_smile_that_is_held_is_kept_once(analyzer: Analyzer, held: float, latest: float) -> None:
    times = kept(readings(analyzer, acts.smile_for(held), held + 1.4))
    assert len(times) == 1
    assert 0 < times[0] <= latest


def test_a_smile_after_talking_is_kept(analyzer: Analyzer) -> None:
    talk, smile = acts.speech(5, 4), acts.smile_for(2)
    times = kept(readings(analyzer, lambda time: talk(time) if time < 2 else smile(time - 2), 4.4))
    assert len(times) == 1
    assert 2 < times[0] < 3.5
