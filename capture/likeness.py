"""Whether a full picture is the one whose small copy was judged: its proportions, and two tiny grey thumbnails.

One thumbnail is of the whole picture, one of the place where the face was. They travel signed in the ticket, so that
any server process can compare.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from mlmodels.decode import Pixels
from mlmodels.reading import FaceReading

SIDE: Final = 16
MAX_STRETCH: Final = 0.02
"""Most difference of the proportions: a small copy's sides are whole pixels."""
MAX_WHOLE: Final = 4.0
MAX_FACE: Final = 8.0
"""Most mean difference of the thumbnails in grey levels (figures in docs/architecture.md)."""
MAX_MOVED: Final = 0.25
"""Most distance from where the face was to where it is found, as a part of its size."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """aspect: width over height. box: the face's left, top, right, bottom as fractions. whole, face: 16×16 greys."""

    aspect: float
    box: Box
    whole: str
    face: str


def likeness(pixels: Pixels, face: FaceReading) -> Likeness:
    """Of a judged picture, RGB uint8 (height, width, 3), and the face on it."""
    return _taken(pixels, _box(face))


def is_like(pixels: Pixels, face: FaceReading, judged: Likeness) -> bool:
    """Whether this picture with this face is the judged one at another size."""
    seen = _taken(pixels, judged.box)
    if abs(seen.aspect / judged.aspect - 1) > MAX_STRETCH or _moved(_box(face), judged.box) > MAX_MOVED:
        return False
    return apart(seen.whole, judged.whole) <= MAX_WHOLE and apart(seen.face, judged.face) <= MAX_FACE


def apart(one: str, other: str) -> float:
    """Mean difference of two thumbnails, in grey levels."""
    greys = [np.frombuffer(b64decode(text), np.uint8).astype(np.int16) for text in (one, other)]
    return float(np.abs(greys[0] - greys[1]).mean()) if len(greys[0]) == len(greys[1]) else 255.0


def _taken(pixels: Pixels, box: Box) -> Likeness:
    height, width = pixels.shape[:2]
    left, top, right, bottom = box
    x, y = min(int(left * width), width - 2), min(int(top * height), height - 2)
    crop = pixels[y : max(y + 2, round(bottom * height)), x : max(x + 2, round(right * width))]
    return Likeness(width / height, box, _thumbnail(pixels), _thumbnail(crop))


def _thumbnail(pixels: Pixels) -> str:
    small = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return b64encode(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).tobytes()).decode()


def _box(face: FaceReading) -> Box:
    x, y = np.clip(face.landmarks.T, 0, 1)
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def _moved(one: Box, other: Box) -> float:
    """The farthest that a side of the box went, over the other box's longer side."""
    size = max(other[2] - other[0], other[3] - other[1]) or 1.0
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) / size
