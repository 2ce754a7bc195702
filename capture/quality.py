"""How good a photo one frame of a smile would make, beside the other frames of the same smile."""

from typing import Final

from capture.conditions import EYES_QUANTILE, MAX_YAW, Usual, usual
from capture.face_geometry import FaceGeometry
from mlmodels.reading import FaceReading

SMILE, EYES, SHARP, FRAMING = 0.4, 0.25, 0.2, 0.15
"""What each weighs; a shut eye or a blur spoils a photo sooner than a slightly smaller smile."""
SHARP_QUANTILE: Final = 0.75


def quality(face: FaceReading, geometry: FaceGeometry, seen: Usual) -> float:
    """0–1: smile, open eyes, sharp face (both against this session's own) and framing."""
    eyes = _share(geometry.eyes, usual(seen.eyes, EYES_QUANTILE))
    sharp = _share(face.sharpness, usual(seen.sharpness, SHARP_QUANTILE))
    return SMILE * face.happy + EYES * eyes + SHARP * sharp + FRAMING * _framing(face, geometry)


def _framing(face: FaceReading, geometry: FaceGeometry) -> float:
    """1 for a face that is whole in the picture and looks into the camera."""
    whole = float(face.landmarks.min()) >= 0 and float(face.landmarks.max()) <= 1
    return (1 - min(1.0, abs(geometry.yaw) / MAX_YAW)) * (1.0 if whole else 0.5)


def _share(value: float, of: float) -> float:
    return min(1.0, value / of) if of else 1.0
