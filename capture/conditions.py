"""What a face must be for a good photo, whatever it expresses: near, turned this way, lit, sharp, with open eyes."""

from dataclasses import dataclass
from typing import Final

from capture.face_geometry import FaceGeometry
from capture.protocol import Condition
from mlmodels.obstacles import BLURRED_FACE, MIN_BRIGHTNESS, MIN_FACE
from mlmodels.reading import FaceReading

SHARPNESS_SHARE: Final = 0.5
"""Least part of this session's own median sharpness: cameras differ by a factor of ten, one camera does not."""
MIN_EYES: Final = 0.1
"""Eyes below this aspect ratio are shut on anyone."""
EYES_QUANTILE: Final = 0.75
EYES_SHARE: Final = 0.68
"""Least part of this session's own upper quartile: people's eyes differ twofold, and smiling narrows them."""
MAX_YAW: Final = 0.6
PITCHES: Final = (0.35, 0.78)
"""How far a face may be turned aside, up and down (see FaceGeometry)."""
HISTORY: Final = 90
"""Faces remembered for what is usual (about 6 s)."""
MIN_HISTORY: Final = 8


@dataclass(frozen=True, slots=True)
class Usual:
    """Sharpness and openness of the eyes on this session's last HISTORY faces."""

    sharpness: tuple[float, ...] = ()
    eyes: tuple[float, ...] = ()

    def after(self, face: FaceReading, geometry: FaceGeometry) -> "Usual":
        """The state after one more face."""
        return Usual((*self.sharpness, face.sharpness)[-HISTORY:], (*self.eyes, geometry.eyes)[-HISTORY:])


def conditions(face: FaceReading, geometry: FaceGeometry, seen: Usual) -> frozenset[Condition]:
    """Which of the six conditions of a face hold."""
    holds = {
        Condition.FACE: True,
        Condition.SIZE: face.size >= MIN_FACE,
        Condition.TURN: abs(geometry.yaw) <= MAX_YAW and PITCHES[0] <= geometry.pitch <= PITCHES[1],
        Condition.LIGHT: face.brightness >= MIN_BRIGHTNESS,
        Condition.SHARP: face.sharpness >= max(BLURRED_FACE, SHARPNESS_SHARE * usual(seen.sharpness, 0.5)),
        Condition.EYES: geometry.eyes >= max(MIN_EYES, EYES_SHARE * usual(seen.eyes, EYES_QUANTILE)),
    }
    return frozenset(condition for condition, there in holds.items() if there)


def usual(values: tuple[float, ...], quantile: float) -> float:
    """A quantile (0–1) of what was seen; 0 while that is too little to go by."""
    return sorted(values)[int(quantile * len(values))] if len(values) >= MIN_HISTORY else 0.0
