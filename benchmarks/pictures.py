"""The frames that benchmarks send: the smiling portrait as a webcam page would send it."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np

from mlmodels.decode import Pixels
from tests import portrait

SIZE = (480, 360)


@cache
def face_jpegs(count: int = 8) -> list[bytes]:
    """So many frames of 480×360 in a row."""
    clip = portrait.frames((portrait.Segment(1, (1, 1)),))
    return [portrait.jpeg(_small(picture), 80) for picture, _ in zip(clip, range(count), strict=False)]


def face_jpeg() -> bytes:
    """One of them."""
    return face_jpegs()[0]


def _small(picture: Pixels) -> Pixels:
    return np.asarray(cv2.resize(picture, SIZE, interpolation=cv2.INTER_AREA), np.uint8)


def video(path: Path) -> list[Pixels]:
    """A video file's frames, RGB."""
    capture, out = cv2.VideoCapture(str(path)), []
    while (read := capture.read())[0]:
        out.append(np.asarray(cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB), np.uint8))
    return out
