"""Readings made by hand, for a camera visit without a camera."""

import numpy as np

from mlmodels.emotions import EMOTIONS, HAPPY
from mlmodels.reading import FaceReading, FloatArray, FrameReading

WIDTH, HEIGHT = 480, 360


def landmarks(
    mouth: float = 0.05, eyes: float = 0.3, grin: float = 0.45, yaw: float = 0.0, pitch: float = 0.58
) -> FloatArray:
    """468 points, as fractions of a 480×360 frame, of a face with that geometry (capture.face_geometry)."""
    points = np.linspace((180, 120), (300, 260), 468)
    points[[10, 152, 234, 454]] = (240, 100), (240, 260), (180, 180), (300, 180)
    points[1] = 240 + 60 * yaw, 100 + 160 * pitch
    for corners, upper, lower, left in (
        ((33, 133), (160, 158), (144, 153), 200),
        ((362, 263), (385, 387), (380, 373), 250),
    ):
        points[list(corners)] = (left, 150), (left + 30, 150)
        points[list(upper)] = (left + 10, 150 - 15 * eyes), (left + 20, 150 - 15 * eyes)
        points[list(lower)] = (left + 10, 150 + 15 * eyes), (left + 20, 150 + 15 * eyes)
    half = grin * 80 / 2
    points[[78, 308]] = (240 - half, 225), (240 + half, 225)
    points[[13, 14]] = (240, 225 - mouth * half), (240, 225 + mouth * half)
    return (points / (WIDTH, HEIGHT)).astype(np.float32)


def face(
    happy: float = 0.0,
    *,
    sharpness: float = 200.0,
    brightness: float = 120.0,
    size: float = 0.5,
    unsure_below: float = 0.0,
    points: FloatArray | None = None,
) -> FaceReading:
    """A face in the middle of the picture; what is not happy is shared by the other six classes."""
    scores = [(1 - happy) / (len(EMOTIONS) - 1)] * len(EMOTIONS)
    scores[HAPPY] = happy
    points = landmarks() if points is None else points
    return FaceReading(points, 0.99, size, sharpness, brightness, tuple(scores), unsure_below)


def frame(reading: FaceReading | None = None, *, brightness: float = 110.0) -> FrameReading:
    """A 480×360 frame with that face, or with nobody."""
    return FrameReading(WIDTH, HEIGHT, brightness, reading)
