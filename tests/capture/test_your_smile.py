"""The resting face, the wishes, and what they make of the gate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.gate import GateState, decide
from capture.protocol import Reason
from capture.resting import LEARN_S, Resting, RestingFace, logit
from capture.session import CameraSession, Outcome
from capture.wishes import BOUNDS, Wishes, levels_for
from mlmodels.face_finder import Track
from mlmodels.reading import FrameReading
from tests.readings import face, frame, landmarks

STEP = 1 / 15
LEARN = Wishes(learn=True)


def spans(*of: tuple[float, float, float]) -> list[FrameReading]:
    """Frames for spans of (seconds, happy, grin)."""
    return [frame(face(p, points=landmarks(grin=grin))) for s, p, grin in of for _ in range(round(s / STEP))]


def visit(readings: list[FrameReading], wishes: Wishes) -> list[tuple[float, Outcome]]:
    session = CameraSession(wishes)
    return [(n * STEP, session.judge(n, reading, Track(), n * STEP)) for n, reading in enumerate(readings)]


def kept(readings: list[FrameReading], wishes: Wishes) -> list[float]:
    seen = visit(readings, wishes)
    return [time for time, outcome in seen if outcome.commit and not outcome.commit.alternate]


def test_a_resting_face_that_is_taken_for_a_smile_keeps_nothing_once_it_is_known() -> None:
    looks_happy = spans((6, 0.78, 0.45))
    assert kept(looks_happy, Wishes()) != []
    assert kept(looks_happy, LEARN) == []
    assert len(kept([*looks_happy, *spans((1, 0.97, 0.6))], LEARN)) == 1


def test_a_grim_resting_face_needs_a_fainter_smile() -> None:
    grim = spans((4, 0.01, 0.45), (1, 0.62, 0.55))
    assert kept(grim, Wishes()) == []
    assert len(kept(grim, LEARN)) == 1


def test_a_score_that_rises_over_a_mouth_that_does_not_move_is_no_smile() -> None:
    assert kept(spans((4, 0.1, 0.45), (2, 0.97, 0.455)), LEARN) == []


def test_learning_is_said_and_blocks_for_two_seconds_at_most() -> None:
    smiling = spans((1, 0.05, 0.45), (4, 0.97, 0.6))
    answers = [(time, outcome.answer.reason) for time, outcome in visit(smiling, LEARN)]
    assert {reason for time, reason in answers if time < LEARN_S} == {Reason.LEARNING}
    fired = kept(smiling, LEARN)
    assert len(fired) == 1
    assert LEARN_S <= fired[0] <= LEARN_S + 0.3


def test_without_the_wish_nothing_is_learnt() -> None:
    state = GateState()
    for number, reading in enumerate(spans((4, 0.5, 0.45))):
        decision, state = decide(reading, state, number * STEP)
        assert decision.reason is not Reason.LEARNING
    assert state.resting == Resting()


def test_nothing_is_learnt_from_a_clear_smile() -> None:
    resting = Resting()
    for number in range(60):
        resting = resting.after(0.95, 0.6, number * STEP)
    assert resting.face is None
    levels = levels_for(LEARN, resting.face)
    assert [levels.enter, levels.leave] == pytest.approx([0.7, 0.55])


def test_half_smiles_at_the_start_do_not_become_the_resting_face() -> None:
    resting = Resting()
    for number in range(45):
        resting = resting.after(0.8 if number < 20 else 0.05, 0.58 if number < 20 else 0.45, number * STEP)
    assert resting.face is not None
    assert [resting.face.happy, resting.face.grin] == pytest.approx([logit(0.05), 0.45], abs=1e-4)


def test_sensitivity_moves_the_level_and_both_levels_stay_apart() -> None:
    low, normal, high = (levels_for(Wishes(shift), None) for shift in (0.8, 0.0, -0.6))
    assert low.enter > normal.enter > high.enter
    assert all(levels.enter - levels.leave > 0.05 for levels in (low, normal, high))


@given(st.floats(-20, 20), st.one_of(st.none(), st.tuples(st.floats(-7, 7), st.floats(0, 2))))
def test_whatever_was_wished_and_learnt_the_level_has_bounds(shift: float, rest: tuple[float, float] | None) -> None:
    levels = levels_for(Wishes(shift), RestingFace(*rest) if rest else None)
    assert BOUNDS[0] <= levels.enter <= BOUNDS[1]
    assert 0.3 < levels.leave < levels.enter
