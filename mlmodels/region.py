"""Where in the picture a face is looked at: a turned square, as MediaPipe's face_landmark graphs define it."""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from mlmodels.decode import Pixels
from mlmodels.reading import FloatArray

EYE_CORNERS: Final = (33, 263)
"""Outer corners of the right and the left eye in the Face Mesh; their line gives the face's turn in the plane."""
MESH_MARGIN: Final = 1.5
"""The square is 1.5 times the face's box (MediaPipe's face_landmark_landmarks_to_roi.pbtxt)."""


@dataclass(frozen=True, slots=True)
class Region:
    """A square of `size` pixels around (`x`, `y`), turned by `angle` radians (positive: clockwise on screen)."""

    x: float
    y: float
    size: float
    angle: float

    def matrix(self, side: int) -> FloatArray:
        """The 2×3 affine map from a patch of `side`×`side` pixels into the picture."""
        scale = self.size / side
        cos, sin = math.cos(self.angle) * scale, math.sin(self.angle) * scale
        half = side / 2
        return np.array(
            [[cos, -sin, self.x - (cos - sin) * half], [sin, cos, self.y - (sin + cos) * half]], dtype=np.float32
        )

    def patch(self, pixels: Pixels, side: int) -> Pixels:
        """The region as `side`×`side` pixels, bilinear; outside the picture its border is repeated."""
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        patch = cv2.warpAffine(pixels, self.matrix(side), (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(patch, dtype=np.uint8)


def around_landmarks(points: FloatArray, margin: float = MESH_MARGIN) -> Region:
    """The region for the next frame: the upright box of all points (float32 (468, 2), pixels), made square by its
    longer side, times `margin`, turned by the line between the eye corners.
    """
    left, top, right, bottom = bounds(points)
    size = max(right - left, bottom - top) * margin
    return Region((left + right) / 2, (top + bottom) / 2, size, turn(points))


def bounds(points: FloatArray) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of points float32 (n, 2). By columns: numpy reduces pairs slowly."""
    x, y = points[:, 0], points[:, 1]
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def turn(points: FloatArray) -> float:
    """The face's turn in the plane (rad) by the line between the eye corners."""
    right, left = points[EYE_CORNERS[0]], points[EYE_CORNERS[1]]
    return math.atan2(left[1] - right[1], left[0] - right[0])


def tight(points: FloatArray, margin: float) -> Region:
    """Like `around_landmarks`, but the box is taken along the face's own axes, so that a tilted head fills the square
    just as an upright one does; the expression model sees this one.
    """
    angle = turn(points)
    cos, sin = math.cos(angle), math.sin(angle)
    left, top, right, bottom = bounds(points @ np.array([[cos, -sin], [sin, cos]], dtype=np.float32))
    x, y = (left + right) / 2, (top + bottom) / 2
    return Region(cos * x - sin * y, sin * x + cos * y, max(right - left, bottom - top) * margin, angle)
