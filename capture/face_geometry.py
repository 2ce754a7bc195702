"""What the landmarks alone say of a face: how far mouth and eyes are open, where it is turned, how wide it smiles.

Ratios of distances, so that neither the picture's size nor the camera's distance matters. Point numbers are those of
MediaPipe's Face Mesh; "right" and "left" are the person's own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mlmodels.reading import FaceReading, FrameReading

RIGHT_EYE: Final = (33, 160, 158, 133, 153, 144)
LEFT_EYE: Final = (362, 385, 387, 263, 373, 380)
"""Corner, two of the upper lid, corner, two of the lower lid: p1–p6 of Soukupová and Čech (2016)."""
INNER_LIPS: Final = (13, 14, 78, 308)
"""Middle of the upper and the lower lip, right and left corner."""
EYE_CORNERS: Final = (33, 263)
NOSE_TIP: Final = 1
CHEEKS: Final = (234, 454)
"""The face's border right and left at the height of the ears."""
FOREHEAD, CHIN = 10, 152
_MEASURED: Final = [*INNER_LIPS, *RIGHT_EYE, *LEFT_EYE, NOSE_TIP, *CHEEKS, FOREHEAD, CHIN]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class FaceGeometry:
    """All without units.

    mouth: height over width of the mouth's opening (mouth aspect ratio); closed is about 0, a yawn over 0.5.
    eyes: height over width of the eyes (eye aspect ratio), their mean; shut is under about 0.2.
    grin: width of the mouth over the distance of the eyes' outer corners; a smile widens it.
    yaw: −1 to 1, where the nose's tip is between the face's borders; 0 is straight ahead, ±1 a profile.
    pitch: where the nose's tip is between forehead (0) and chin (1); about 0.6 straight ahead.
    roll: the face's turn in the plane (rad).
    """

    mouth: float
    eyes: float
    grin: float
    yaw: float
    pitch: float
    roll: float


def face_geometry(frame: FrameReading, face: FaceReading) -> FaceGeometry:
    """Measure a face of this frame. Landmarks are fractions of its sides, so its proportions come in here."""
    measured = face.landmarks[_MEASURED] * (frame.width, frame.height)
    point: dict[int, Point] = dict(zip(_MEASURED, map(tuple, measured.tolist()), strict=True))
    upper, lower, right, left = (point[n] for n in INNER_LIPS)
    corner, other = (point[n] for n in EYE_CORNERS)
    cheek, other_cheek = (point[n] for n in CHEEKS)
    mouth_width, eye_width = math.dist(right, left), math.dist(corner, other)
    return FaceGeometry(
        mouth=_ratio(math.dist(upper, lower), mouth_width),
        eyes=(_eye([point[n] for n in RIGHT_EYE]) + _eye([point[n] for n in LEFT_EYE])) / 2,
        grin=_ratio(mouth_width, eye_width),
        yaw=2 * _along(point[NOSE_TIP], cheek, other_cheek) - 1,
        pitch=_along(point[NOSE_TIP], point[FOREHEAD], point[CHIN]),
        roll=math.atan2(other[1] - corner[1], other[0] - corner[0]),
    )


def _eye(points: Sequence[Point]) -> float:
    p1, p2, p3, p4, p5, p6 = points
    return _ratio(math.dist(p2, p6) + math.dist(p3, p5), 2 * math.dist(p1, p4))


def _along(middle: Point, start: Point, end: Point) -> float:
    """Where `middle` falls on the way from `start` (0) to `end` (1)."""
    way = (end[0] - start[0], end[1] - start[1])
    return _ratio((middle[0] - start[0]) * way[0] + (middle[1] - start[1]) * way[1], way[0] ** 2 + way[1] ** 2)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
