"""Every message of the camera socket as a type, and the two binary layouts. docs/protocol.md is the same in words.

All integers are little-endian. Nothing here knows Channels or Django.
"""

import json
import struct
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Final, Literal, TypedDict

import numpy as np

from mlmodels.decode import FRAME, STILL
from mlmodels.emotions import EMOTIONS, UNSURE
from mlmodels.reading import FaceReading

Source = Literal["camera", "file", "deliver"]
VERSION: Final = 2
IN_FLIGHT: Final = 2
"""How many frames a client may have sent without an answer."""
MAX_CONTROL_CHARS: Final = 16 * 1024
MAX_ZONE_CHARS: Final = 64
MAX_ID_CHARS: Final = 36
MAX_TICKET_CHARS: Final = 2048
MAX_FRAME_BYTES: Final = FRAME.max_bytes
MAX_STILL_BYTES: Final = STILL.max_bytes
MAX_CHUNK_BYTES: Final = 256 * 1024


class CloseCode(IntEnum):
    """Why the server closed the socket."""

    BAD_PROTOCOL = 4400
    AUTH = 4401
    FORBIDDEN = 4403
    NO_SUCH_ENDPOINT = 4404
    IDLE = 4408
    REPLACED = 4409
    TOO_LARGE = 4413
    NOT_JPEG = 4415
    RATE_LIMITED = 4429
    INTERNAL = 4500
    OVERLOADED = 4503


class Reason(StrEnum):
    """Why the gate does or does not fire; the screen has a sentence for each. Sent as its place in REASONS."""

    NO_FACE = "no_face"
    TOO_SMALL = "too_small"
    TOO_DARK = "too_dark"
    TOO_BLURRY = "too_blurry"
    SMILE = "smile"
    HOLD_ON = "hold_on"
    KEPT = "kept"
    RELAX = "relax"
    EYES_CLOSED = "eyes_closed"
    TURNED = "turned"
    TALKING = "talking"
    LEARNING = "learning"


REASONS: Final = tuple(Reason)


class Condition(StrEnum):
    """What a kept moment needs; the screen ticks off those that hold. Sent as a bit, by its place in CONDITIONS."""

    FACE = "face"
    SIZE = "size"
    TURN = "turn"
    LIGHT = "light"
    SHARP = "sharp"
    EYES = "eyes"
    SMILE = "smile"
    QUIET = "quiet"


CONDITIONS: Final = tuple(Condition)


class Verdict(IntEnum):
    """What becomes of a frame's full picture: it goes, is held as the best of its moment so far, or is wanted."""

    DROP = 0
    HOLD = 1
    COMMIT = 2


class Kind(IntEnum):
    """First byte of a binary message."""

    FRAME = 1
    STILL_CHUNK = 2
    ANSWER = 3


UNSURE_EMOTION: Final = 254
NO_EMOTION: Final = 255
MAX_PACE_MS: Final = 65535
_HEADER = struct.Struct("<BxxxI")
_ANSWER = struct.Struct("<BBBBIHHBBH7Hxx")
ANSWER_HEADER_BYTES: Final = _ANSWER.size
_SPAN = (-0.5, 1.5)
"""Landmark fractions that the 16 bits cover: a face cut by the border has points outside the picture."""


class BadMessageError(Exception):
    """A message that is not of this protocol; `code` is what the client is told."""

    def __init__(self, code: str = "bad_message") -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Hello:
    """=> The first message: which protocol, where the person's clock is, what plays; `deliver`: nothing does, only
    pictures come that have their tickets.
    """

    version: int
    time_zone: str
    source: Source

    @property
    def delivers(self) -> bool:
        """Whether no frame will come."""
        return self.source == "deliver"


@dataclass(frozen=True, slots=True)
class StillStart:
    """=> The full picture of a committed frame follows in chunks, `size` bytes in all."""

    capture_id: str
    ticket: str
    size: int


@dataclass(frozen=True, slots=True)
class Shutter:
    """=> Keep the next judged frame with a face, whatever it expresses."""


@dataclass(frozen=True, slots=True)
class Frame:
    """=> One small JPEG to look at."""

    seq: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class StillChunk:
    """=> Part of a full picture, from byte `offset` on."""

    offset: int
    data: bytes


def parse_text(text: str) -> Hello | StillStart | Shutter:
    """Read a control message. Raises BadMessageError for anything else, however odd."""
    match _parse_json(text):
        case {"type": "hello", "version": int(version), **more} if not isinstance(version, bool):
            time_zone, source = more.get("time_zone", "UTC"), more.get("source", "camera")
            if not isinstance(time_zone, str) or len(time_zone) > MAX_ZONE_CHARS:
                raise BadMessageError
            if source not in ("camera", "file", "deliver"):
                raise BadMessageError
            return Hello(version, time_zone, source)
        case {"type": "still", "capture_id": str(capture_id), "ticket": str(ticket), "size": int(size)}:
            if isinstance(size, bool) or size <= 0:
                raise BadMessageError
            if len(capture_id) > MAX_ID_CHARS or len(ticket) > MAX_TICKET_CHARS:
                raise BadMessageError
            if size > MAX_STILL_BYTES:
                raise BadMessageError("too_large")
            return StillStart(capture_id, ticket, size)
        case {"type": "shutter"}:
            return Shutter()
        case _:
            raise BadMessageError


def _parse_json(text: str) -> Any:
    if len(text) > MAX_CONTROL_CHARS:
        raise BadMessageError
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadMessageError from error


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def parse_binary(data: bytes) -> Frame | StillChunk:
    """Read a frame or a chunk. Raises BadMessageError (`empty_frame`, `too_large`, `bad_message`)."""
    if not data:
        raise BadMessageError("empty_frame")
    if len(data) < _HEADER.size:
        raise BadMessageError
    kind, number = _HEADER.unpack_from(data)
    payload = data[_HEADER.size :]
    if kind == Kind.FRAME:
        return Frame(number, payload)
    if kind == Kind.STILL_CHUNK:
        if len(payload) > MAX_CHUNK_BYTES:
            raise BadMessageError("too_large")
        return StillChunk(number, payload)
    raise BadMessageError


def pack_frame(seq: int, jpeg: bytes) -> bytes:
    """=> What a client sends for one frame."""
    return _HEADER.pack(Kind.FRAME, seq) + jpeg


def pack_still_chunk(offset: int, data: bytes) -> bytes:
    """=> What a client sends for one part of a full picture."""
    return _HEADER.pack(Kind.STILL_CHUNK, offset) + data


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """<- What the server found in frame `seq`.

    progress: 0–1, how much of the smile's holding time has passed.
    conditions: those that hold.
    pace_ms: the least gap between frames that the server asks for; 0 is no wish.
    """

    seq: int
    verdict: Verdict
    reason: Reason
    progress: float
    face: FaceReading | None
    conditions: frozenset[Condition] = frozenset()
    pace_ms: int = 0


def pack_answer(answer: Answer) -> bytes:
    """Pack an answer: 32 bytes of header, then 468 pairs of uint16 when there is a face."""
    face = answer.face
    scores = face.scores if face else (0.0,) * len(EMOTIONS)
    header = _ANSWER.pack(
        Kind.ANSWER,
        answer.verdict,
        REASONS.index(answer.reason),
        _emotion_place(face),
        answer.seq,
        _unit(face.happy if face else 0.0),
        len(face.landmarks) if face else 0,
        round(255 * min(1.0, max(0.0, answer.progress))),
        sum(1 << place for place, condition in enumerate(CONDITIONS) if condition in answer.conditions),
        min(MAX_PACE_MS, answer.pace_ms),
        *(_unit(score) for score in scores),
    )
    return header + (pack_landmarks(face) if face else b"")


def _emotion_place(face: FaceReading | None) -> int:
    if face is None:
        return NO_EMOTION
    return UNSURE_EMOTION if face.emotion == UNSURE else EMOTIONS.index(face.emotion)


def _emotion_at(place: int) -> str | None:
    if place == NO_EMOTION:
        return None
    return UNSURE if place == UNSURE_EMOTION else EMOTIONS[place]


def _unit(value: float) -> int:
    return round(65535 * min(1.0, max(0.0, value)))


def pack_landmarks(face: FaceReading) -> bytes:
    """Landmarks as uint16 x, y: −0.5 of the picture is 0, 1.5 is 65535 (a step is 0.02 pixels of 640)."""
    low, high = _SPAN
    steps = (face.landmarks - low) * (65535 / (high - low))
    return bytes(np.clip(np.rint(steps), 0, 65535).astype("<u2").tobytes())


class UnpackedAnswer(TypedDict):
    """An answer as a client reads it."""

    seq: int
    verdict: Verdict
    reason: Reason
    emotion: str | None
    happy: float
    progress: float
    conditions: frozenset[Condition]
    pace_ms: int
    scores: tuple[float, ...]
    landmarks: list[tuple[float, float]]


def unpack_answer(data: bytes) -> UnpackedAnswer:
    """Read an answer as a client would; the tests, the benchmarks and other programs use it."""
    kind, verdict, reason, emotion, seq, happy, count, progress, mask, pace_ms, *scores = _ANSWER.unpack_from(data)
    if kind != Kind.ANSWER or len(data) != _ANSWER.size + 4 * count:
        raise BadMessageError
    low, high = _SPAN
    points = np.frombuffer(data, "<u2", offset=_ANSWER.size).reshape(count, 2) * ((high - low) / 65535) + low
    return UnpackedAnswer(
        seq=seq,
        verdict=Verdict(verdict),
        reason=REASONS[reason],
        emotion=_emotion_at(emotion),
        happy=happy / 65535,
        progress=progress / 255,
        conditions=frozenset(condition for place, condition in enumerate(CONDITIONS) if mask >> place & 1),
        pace_ms=pace_ms,
        scores=tuple(score / 65535 for score in scores),
        landmarks=[(float(x), float(y)) for x, y in points],
    )
