"""Readings made by hand, for a camera visit without a camera."""

import numpy as np

from mlmodels.emotions import EMOTIONS, HAPPY
from mlmodels.reading import FaceReading, FrameReading


def face(
    happy: float = 0.0,
    *,
    sharpness: float = 200.0,
    brightness: float = 120.0,
    size: float = 0.5,
    unsure_below: float = 0.0,
) -> FaceReading:
    """A face in the middle of the picture; what is not happy is shared by the other six classes."""
    scores = [(1 - happy) / (len(EMOTIONS) - 1)] * len(EMOTIONS)
    scores[HAPPY] = happy
    landmarks = np.linspace(0.25, 0.75, 468 * 2, dtype=np.float32).reshape(468, 2)
    return FaceReading(landmarks, 0.99, size, sharpness, brightness, tuple(scores), unsure_below)


def frame(reading: FaceReading | None = None, *, brightness: float = 110.0) -> FrameReading:
    """A 480×360 frame with that face, or with nobody."""
    return FrameReading(480, 360, brightness, reading)
