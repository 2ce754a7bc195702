"""Which frame of a smile is kept, which fold behind it, and what the client holds meanwhile."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.moment import ALTERNATE_S, APART_S, SETTLED_S, WAIT_S
from capture.protocol import Verdict
from capture.session import CameraSession, Outcome
from capture.wishes import Wishes
from mlmodels.face_finder import Track
from mlmodels.reading import FrameReading
from tests.readings import face, frame, landmarks

STEP = 1 / 15


def visit(readings: list[FrameReading], wishes: Wishes | None = None) -> list[Outcome]:
    session = CameraSession(wishes or Wishes())
    return [session.judge(n, reading, Track(), n * STEP) for n, reading in enumerate(readings)]


def smile(*happy: float, sharpness: float = 200.0) -> list[FrameReading]:
    return [*[frame(face(0.1))] * 15, *[frame(face(p, sharpness=sharpness)) for p in happy]]


def photos(outcomes: list[Outcome]) -> list[int]:
    return [o.commit.frame.seq for o in outcomes if o.commit and not o.commit.alternate]


def alternates(outcomes: list[Outcome]) -> list[int]:
    return [o.commit.frame.seq for o in outcomes if o.commit and o.commit.alternate]


def test_the_best_frame_is_kept_not_the_one_at_which_the_smile_was_sure() -> None:
    rising = [0.8, 0.82, 0.84, 0.86, 0.88, 0.95, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]
    outcomes = visit(smile(*rising))
    assert photos(outcomes) == [15 + rising.index(0.95)]


def test_a_blurred_or_blinking_frame_loses_against_a_smaller_smile() -> None:
    readings = smile(*[0.85] * 12)
    readings[20] = frame(face(0.99, sharpness=110))
    readings[21] = frame(face(0.99, points=landmarks(eyes=0.21)))
    (kept,) = photos(visit(readings))
    assert kept not in {20, 21}


def test_the_commit_does_not_wait_longer_than_it_says() -> None:
    improving = [0.8 + 0.004 * n for n in range(40)]
    (at,) = [n for n, o in enumerate(visit(smile(*improving))) if o.commit and not o.commit.alternate]
    assert at * STEP <= 1.0 + 0.4 + WAIT_S + 2 * STEP
    (at,) = [n for n, o in enumerate(visit(smile(*[0.9] * 30))) if o.commit and not o.commit.alternate]
    assert at * STEP <= 1.0 + 0.4 + SETTLED_S + 2 * STEP


def test_a_smile_that_ends_early_still_gives_its_best_frame() -> None:
    outcomes = visit([*smile(*[0.95] * 7), *[frame(face(0.05))] * 15])
    assert len(photos(outcomes)) == 1
    assert 15 <= photos(outcomes)[0] < 22


def test_a_smile_that_was_too_short_releases_what_was_held() -> None:
    outcomes = visit([*smile(*[0.95] * 3), *[frame(face(0.05))] * 15])
    held = [n for n, o in enumerate(outcomes) if o.answer.verdict is Verdict.HOLD]
    assert held
    assert photos(outcomes) == []
    assert [o.release for o in outcomes if o.release is not None] == [held[-1]]


def test_up_to_two_alternates_of_a_long_smile_share_its_moment() -> None:
    outcomes = visit(smile(*[0.95] * 90))
    commits = [o.commit for o in outcomes if o.commit]
    assert [c.alternate for c in commits] == [False, True, True]
    assert len({c.moment for c in commits}) == 1
    times = [c.frame.at for c in commits]
    assert times[1] - times[0] >= APART_S - STEP
    assert times[2] - times[1] >= APART_S - ALTERNATE_S


def test_alternates_are_not_kept_by_who_does_not_want_them() -> None:
    outcomes = visit(smile(*[0.95] * 90), Wishes(alternates=0))
    assert (len(photos(outcomes)), alternates(outcomes)) == (1, [])


def test_two_smiles_are_two_moments() -> None:
    outcomes = visit([*smile(*[0.95] * 15), *smile(*[0.95] * 15)])
    commits = [o.commit for o in outcomes if o.commit and not o.commit.alternate]
    assert len(commits) == 2
    assert commits[0].moment != commits[1].moment


def test_the_shutter_takes_the_smile_s_place_and_no_second_photo_follows() -> None:
    session = CameraSession(Wishes(alternates=0))
    readings, commits, releases = smile(*[0.95] * 30), [], []
    for number, reading in enumerate(readings):
        if number == 19:
            session.press()
        outcome = session.judge(number, reading, Track(), number * STEP)
        commits += [outcome.commit] if outcome.commit else []
        releases += [outcome.release] if outcome.release is not None else []
    assert [(c.frame.seq, c.manual, c.alternate) for c in commits] == [(19, True, False)]
    assert len(releases) == 1


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.05, 0.6, 0.75, 0.97]), st.integers(1, 12), st.booleans()), max_size=14))
def test_whatever_comes_the_client_holds_what_is_asked_for(spans: list[tuple[float, int, bool]]) -> None:
    held: int | None = None
    readings = [frame(face(p) if there else None) for p, frames, there in spans for _ in range(frames)]
    for number, outcome in enumerate(visit(readings)):
        if outcome.release is not None:
            assert outcome.release == held
            held = None
        if outcome.answer.verdict is Verdict.HOLD:
            held = number
        if outcome.commit:
            assert outcome.commit.frame.seq == (number if outcome.answer.verdict is Verdict.COMMIT else held)
            held = held if outcome.answer.verdict is Verdict.COMMIT else None


def test_a_visit_that_stops_in_a_smile_gives_its_photo() -> None:
    session = CameraSession()
    for number, reading in enumerate(smile(*[0.95] * 6)):
        session.judge(number, reading, Track(), number * STEP)
    commit = session.end()
    assert commit is not None
    assert commit.frame.seq >= 15
    assert session.end() is None


@pytest.mark.parametrize("stop", [0, 10])
def test_a_visit_that_stops_without_a_smile_gives_nothing(stop: int) -> None:
    session = CameraSession()
    for number in range(stop):
        session.judge(number, frame(face(0.1)), Track(), number * STEP)
    assert session.end() is None
