"""The wire: what is packed comes back, what is odd is refused without a traceback."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture import protocol
from capture.protocol import (
    CONDITIONS,
    REASONS,
    Answer,
    BadMessageError,
    Condition,
    Frame,
    Hello,
    Reason,
    Shutter,
    StillChunk,
    StillStart,
    Verdict,
)
from mlmodels.emotions import UNSURE
from tests.readings import face

ODD = [
    "",
    "[]",
    "null",
    "1",
    '"hello"',
    "{",
    '{"type": "nonsense"}',
    '{"type": ["hello"], "version": 1}',
    '{"type": "hello"}',
    '{"type": "hello", "version": "1"}',
    '{"type": "hello", "version": true}',
    '{"type": "hello", "version": 1, "time_zone": 5}',
    '{"type": "hello", "version": 1, "source": "elsewhere"}',
    '{"type": "hello", "version": NaN}',
    '{"type": "hello", "version": 1, "source": []}',
    '{"type": "hello", "version": 1, "source": {}}',
    '{"type": "still", "capture_id": "' + "x" * 100 + '", "ticket": "y", "size": 9}',
    '{"type": "still", "capture_id": "x", "ticket": "' + "y" * 3_000 + '", "size": 9}',
    '{"type": "still", "capture_id": "x", "ticket": "y", "size": -1}',
    '{"type": "still", "capture_id": "x", "ticket": "y", "size": 1e99}',
    "[" * 100_000,
    "[" * 16_000,
    '{"type": "hello", "version": ' + "9" * 5_000 + "}",
    " " * 17_000,
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_control_messages_are_bad_messages(text: str) -> None:
    with pytest.raises(BadMessageError) as caught:
        protocol.parse_text(text)
    assert caught.value.code == "bad_message"


def test_hello_is_read() -> None:
    text = json.dumps({"type": "hello", "version": 2, "time_zone": "Asia/Seoul", "source": "file", "more": 1})
    assert protocol.parse_text(text) == Hello(2, "Asia/Seoul", "file")


def test_a_still_is_announced_and_one_too_large_is_named_so() -> None:
    message = {"type": "still", "capture_id": "a", "ticket": "b", "size": 9}
    assert protocol.parse_text(json.dumps(message)) == StillStart("a", "b", 9)
    with pytest.raises(BadMessageError, match="too_large"):
        protocol.parse_text(json.dumps(message | {"size": protocol.MAX_STILL_BYTES + 1}))


def test_the_shutter_is_pressed() -> None:
    assert protocol.parse_text('{"type": "shutter"}') == Shutter()


def test_frames_and_chunks_come_back_as_they_were_packed() -> None:
    assert protocol.parse_binary(protocol.pack_frame(4_000_000_000, b"jpeg")) == Frame(4_000_000_000, b"jpeg")
    assert protocol.parse_binary(protocol.pack_still_chunk(77, b"part")) == StillChunk(77, b"part")


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty_frame"), (b"\x01", "bad_message"), (b"\x07" * 20, "bad_message")]
)
def test_odd_binary_messages_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(BadMessageError, match=code):
        protocol.parse_binary(data)


def test_a_chunk_over_the_limit_is_refused() -> None:
    with pytest.raises(BadMessageError, match="too_large"):
        protocol.parse_binary(protocol.pack_still_chunk(0, bytes(protocol.MAX_CHUNK_BYTES + 1)))


def test_an_answer_comes_back_within_a_step_of_sixteen_bits() -> None:
    seen = face(0.8)
    answer = protocol.unpack_answer(protocol.pack_answer(Answer(5, Verdict.COMMIT, Reason.KEPT, 0.5, seen)))
    assert (answer["seq"], answer["verdict"], answer["reason"]) == (5, Verdict.COMMIT, Reason.KEPT)
    assert answer["emotion"] == "happy"
    assert abs(answer["happy"] - 0.8) < 1e-4
    assert abs(answer["progress"] - 0.5) < 0.01
    assert abs(sum(answer["scores"]) - 1) < 1e-3
    points = zip(answer["landmarks"], seen.landmarks, strict=True)
    assert max(abs(x - a) + abs(y - b) for (x, y), (a, b) in points) < 1e-4


def test_an_answer_without_a_face_is_its_header_alone() -> None:
    data = protocol.pack_answer(Answer(1, Verdict.DROP, Reason.NO_FACE, 0, None))
    assert len(data) == protocol.ANSWER_HEADER_BYTES == 32
    assert protocol.unpack_answer(data)["emotion"] is None


def test_unsure_is_said_as_such() -> None:
    for seen, emotion, place in ((face(0.5, unsure_below=0.6), UNSURE, 254), (face(0.6, unsure_below=0.6), "happy", 3)):
        data = protocol.pack_answer(Answer(1, Verdict.DROP, Reason.SMILE, 0, seen))
        assert (protocol.unpack_answer(data)["emotion"], data[3]) == (emotion, place)


@given(st.frozensets(st.sampled_from(Condition)), st.integers(0, 65535))
def test_conditions_and_pace_come_back(conditions: frozenset[Condition], pace_ms: int) -> None:
    data = protocol.pack_answer(Answer(1, Verdict.HOLD, Reason.HOLD_ON, 0, None, conditions, pace_ms))
    answer = protocol.unpack_answer(data)
    assert (answer["verdict"], answer["conditions"], answer["pace_ms"]) == (Verdict.HOLD, conditions, pace_ms)
    assert data[13] == sum(1 << CONDITIONS.index(condition) for condition in conditions)
    assert data[14] + 256 * data[15] == pace_ms


def test_words_keep_the_places_that_clients_know() -> None:
    assert [str(condition) for condition in CONDITIONS] == [
        "face",
        "size",
        "turn",
        "light",
        "sharp",
        "eyes",
        "smile",
        "quiet",
    ]
    assert [str(reason) for reason in REASONS[-5:]] == ["relax", "eyes_closed", "turned", "talking", "learning"]


def test_landmarks_far_outside_are_clipped_not_wrapped() -> None:
    seen = face()
    seen.landmarks[0] = (-9, 9)
    answer = protocol.unpack_answer(protocol.pack_answer(Answer(1, Verdict.DROP, Reason.SMILE, 0, seen)))
    assert answer["landmarks"][0] == (-0.5, 1.5)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BadMessageError):
        protocol.parse_text(text)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(BadMessageError):
        protocol.parse_binary(data)
