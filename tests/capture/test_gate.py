"""The gate against a pretend clock."""

import math
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.gate import GateState, decide
from capture.protocol import Condition, Reason
from capture.session import CameraSession, Commit, Outcome
from capture.smile import DWELL_S, LEAVE_S, Levels
from mlmodels.face_finder import Track
from mlmodels.reading import FrameReading
from tests.readings import face, frame, landmarks

STEP = 1 / 15


def visit(readings: Iterable[FrameReading]) -> list[tuple[float, Outcome]]:
    session = CameraSession()
    return [(n * STEP, session.judge(n, reading, Track(), n * STEP)) for n, reading in enumerate(readings)]


def reasons(readings: Iterable[FrameReading]) -> list[Reason]:
    return [outcome.answer.reason for _, outcome in visit(readings)]


def photos(readings: Iterable[FrameReading]) -> list[tuple[float, Commit]]:
    """When each moment's photo was committed, and what it is."""
    seen = visit(readings)
    return [(time, outcome.commit) for time, outcome in seen if outcome.commit and not outcome.commit.alternate]


def kept(readings: Iterable[FrameReading]) -> list[float]:
    return [time for time, _ in photos(readings)]


def scores(*spans: tuple[float, float]) -> list[FrameReading]:
    """Frames for spans of (seconds, happy)."""
    return [frame(face(happy)) for seconds, happy in spans for _ in range(round(seconds / STEP))]


def test_a_smile_held_for_a_second_gives_one_photo() -> None:
    times = kept(scores((1, 0.1), (1, 0.9), (1, 0.1)))
    assert len(times) == 1
    assert 1.25 <= times[0] <= 1.75


def test_a_smile_shorter_than_300_ms_gives_none() -> None:
    assert kept(scores((1, 0.1), (0.25, 0.9), (1, 0.1))) == []


def test_a_long_smile_gives_one_photo() -> None:
    assert len(kept(scores((1, 0.1), (20, 0.95)))) == 1


def test_a_score_that_wavers_between_the_thresholds_stays_one_smile() -> None:
    assert len(kept(scores((1, 0.1), *[(0.2, 0.9), (0.2, 0.6)] * 10))) == 1


def test_a_smile_that_never_passes_the_upper_threshold_gives_none() -> None:
    assert kept(scores((1, 0.1), (3, 0.6))) == []


def test_two_smiles_give_two_photos() -> None:
    times = kept(scores((1, 0.1), (1, 0.9), (1, 0.1), (1, 0.9), (1, 0.1)))
    assert len(times) == 2
    assert times[1] - times[0] >= LEAVE_S + DWELL_S


def test_a_face_lost_for_one_frame_does_not_give_a_second_photo() -> None:
    smile = scores((1, 0.1), (1, 0.9))
    assert len(kept([*smile, frame(), *scores((2, 0.9))])) == 1


def test_no_face_is_said_and_a_dark_room_too() -> None:
    assert reasons([frame()]) == [Reason.NO_FACE]
    assert reasons([frame(brightness=4)]) == [Reason.TOO_DARK]


def test_each_obstacle_has_its_reason_and_keeps_nothing() -> None:
    for bad, reason in (
        (face(0.95, size=0.05), Reason.TOO_SMALL),
        (face(0.95, brightness=10), Reason.TOO_DARK),
        (face(0.95, sharpness=2), Reason.TOO_BLURRY),
    ):
        assert set(reasons([frame(bad)] * 60)) == {reason}
        assert kept([frame(bad)] * 60) == []


def test_blur_is_judged_against_this_sessions_own_sharpness() -> None:
    sharp, soft = face(0.9, sharpness=900), face(0.9, sharpness=300)
    assert reasons([*[frame(face(0.1, sharpness=900))] * 30, frame(soft)])[-1] is Reason.TOO_BLURRY
    assert reasons([*[frame(face(0.1, sharpness=320))] * 30, *[frame(soft)] * 3])[-1] is Reason.HOLD_ON
    assert reasons([*[frame(face(0.1, sharpness=900))] * 30, *[frame(sharp)] * 3])[-1] is Reason.HOLD_ON


def test_a_blurred_start_of_a_smile_waits_for_a_sharp_frame() -> None:
    neutral = scores((1, 0.1))
    blurred = [frame(face(0.9, sharpness=20))] * 10
    ((_, photo),) = photos([*neutral, *blurred, *scores((1, 0.9))])
    assert photo.frame.seq >= len(neutral) + len(blurred)


def test_reasons_follow_the_smile() -> None:
    told = reasons(scores((0.2, 0.1), (1, 0.9), (1, 0.1)))
    assert list(dict.fromkeys(told)) == [Reason.SMILE, Reason.HOLD_ON, Reason.KEPT, Reason.RELAX]
    assert told[-1] is Reason.SMILE


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 500), st.booleans()), max_size=120))
def test_whatever_comes_kept_frames_are_smiles_and_apart(values: list[tuple[float, float, bool]]) -> None:
    readings = [frame(face(happy, sharpness=sharp) if there else None) for happy, sharp, there in values]
    found = photos(readings)
    assert all(photo.frame.face.happy >= Levels().enter for _, photo in found)
    assert all(later - earlier >= LEAVE_S for (earlier, _), (later, _) in pairwise(found))


def moving(happy: float, geometry: Iterable[dict[str, float]]) -> list[FrameReading]:
    """Frames of a face with that score whatever its geometry does."""
    return [frame(face(happy, points=landmarks(**shape))) for shape in geometry]


def test_a_talking_mouth_keeps_nothing_however_happy_its_score() -> None:
    talk = [{"mouth": 0.02 + 0.3 * abs(math.sin(math.pi * 5 * n * STEP))} for n in range(60)]
    readings = [*scores((0.5, 0.1)), *moving(0.95, talk)]
    assert kept(readings) == []
    assert reasons(readings)[-1] is Reason.TALKING


def test_a_smile_after_talking_is_kept_within_a_second() -> None:
    talk = [{"mouth": 0.02 + 0.3 * abs(math.sin(math.pi * 5 * n * STEP))} for n in range(30)]
    times = kept([*moving(0.6, talk), *scores((2, 0.95))])
    assert len(times) == 1
    assert 2 < times[0] <= 2 + 1.1


def test_a_yawn_keeps_nothing_however_happy_its_score() -> None:
    yawn = [{"mouth": 0.7 * math.sin(math.pi * n / 40)} for n in range(40)]
    assert kept([*scores((0.5, 0.1)), *moving(0.95, yawn)]) == []


def test_a_smile_that_opens_and_widens_the_mouth_is_no_yawn() -> None:
    smile = [{"mouth": 0.02 + 0.3 * n / 6, "grin": 0.45 + 0.15 * n / 6} for n in range(6)]
    assert len(kept([*scores((1, 0.1)), *moving(0.9, [*smile, *[smile[-1]] * 15])])) == 1


def test_shut_eyes_wait_until_they_open() -> None:
    shut = [{"eyes": 0.12}] * 20
    neutral = scores((1, 0.1))
    readings = [*neutral, *moving(0.95, shut), *scores((0.5, 0.95))]
    assert reasons(readings)[len(neutral) + 10] is Reason.EYES_CLOSED
    ((_, photo),) = photos(readings)
    assert photo.frame.seq >= len(neutral) + len(shut)


def test_narrow_eyes_are_not_shut_eyes() -> None:
    narrow = [{"eyes": 0.17}] * 15, [{"eyes": 0.14}] * 15
    assert len(kept([*moving(0.1, narrow[0]), *moving(0.95, narrow[1])])) == 1


@pytest.mark.parametrize("turn", [{"yaw": 0.8}, {"yaw": -0.8}, {"pitch": 0.25}, {"pitch": 0.85}])
def test_a_face_turned_away_keeps_nothing(turn: dict[str, float]) -> None:
    assert set(reasons(moving(0.95, [turn] * 30))) == {Reason.TURNED}
    assert kept(moving(0.95, [turn] * 30)) == []


def test_the_conditions_say_what_is_missing() -> None:
    decision, _ = decide(frame(face(0.1)), GateState(), 0.0)
    assert decision.conditions == set(Condition) - {Condition.SMILE}
    decision, _ = decide(frame(face(0.95, size=0.05, brightness=10, points=landmarks(yaw=0.9))), GateState(), 0.0)
    assert set(Condition) - decision.conditions == {Condition.SIZE, Condition.LIGHT, Condition.TURN}
    assert decide(frame(), GateState(), 0.0)[0].conditions == frozenset()
