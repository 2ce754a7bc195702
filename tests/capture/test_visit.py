"""A whole camera visit as a plain loop with a pretend clock: no socket, no Django, no picture."""

from capture.protocol import Reason
from capture.session import CameraSession
from mlmodels.face_finder import Track
from mlmodels.reading import FrameReading
from tests.readings import face, frame


def test_a_visit_from_an_empty_room_to_two_smiles() -> None:
    script: list[tuple[float, FrameReading]] = [
        *[(0.5, frame())] * 1,
        (1.0, frame(face(0.05))),
        (1.0, frame(face(0.9))),
        (1.0, frame(face(0.1))),
        (1.0, frame(face(0.8))),
        (0.5, frame()),
    ]
    session, now, seq, committed = CameraSession(), 1000.0, 0, []
    reasons: list[Reason] = []
    for seconds, reading in script:
        for _ in range(round(seconds * 12)):
            outcome = session.judge(seq, reading, Track(), now)
            assert outcome.answer.seq == seq
            reasons.append(outcome.answer.reason)
            if outcome.commit and not outcome.commit.alternate:
                committed.append(now - 1000)
            seq, now = seq + 1, now + 1 / 12
    assert len(committed) == 2
    assert 1.8 <= committed[0] <= 2.3
    assert 3.8 <= committed[1] <= 4.4
    assert reasons[0] is Reason.NO_FACE
    assert reasons[-1] is Reason.NO_FACE


def test_the_track_travels_with_its_session() -> None:
    session = CameraSession()
    track = Track(None, misses=7)
    session.judge(0, frame(), track, 0.0)
    assert session.track is track


def test_two_sessions_do_not_know_each_other() -> None:
    first, second = CameraSession(), CameraSession()
    for number in range(30):
        first.judge(number, frame(face(0.95)), Track(), number / 15)
    assert second.judge(0, frame(face(0.95)), Track(), 2.0).answer.reason is Reason.HOLD_ON
