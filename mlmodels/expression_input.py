"""What the expression model sees of a face. Training and serving both come through here, so they can't differ."""

from typing import Final

import cv2
import numpy as np

from mlmodels.decode import Pixels
from mlmodels.mesh import POINTS
from mlmodels.mirror import mirrored
from mlmodels.reading import FloatArray
from mlmodels.region import Region, tight

CROP: Final = 64
"""Side of the aligned crop in pixels."""
MARGIN: Final = 1.15
GEOMETRY: Final = POINTS * 2

View = tuple[Pixels, FloatArray]
"""One look at a face: crop uint8 (64, 64), geometry float32 (936,)."""


def both_views(grey: Pixels, points: FloatArray) -> list[View]:
    """The face and its mirror image: an expression is the same in both, a network's errors are not."""
    crop, geometry = expression_input(grey, points)
    return [(crop, geometry), (crop[:, ::-1], mirrored(geometry))]


def expression_input(grey: Pixels, points: FloatArray, side: int = CROP) -> View:
    """The face as the model takes it.

    grey: uint8 (height, width); points: float32 (468, 2) in pixels.
    Returns the aligned crop, uint8 (64, 64), and the geometry, float32 (936,): points in the crop's own axes with the
    crop's side as the unit and its middle as the origin. A larger `side` gives the same crop with more around it, for
    training to move about in; the geometry stays the same.
    """
    region = tight(points, MARGIN)
    wide = Region(region.x, region.y, region.size * side / CROP, region.angle)
    # Bilinear sampling of more than two pixels to one would skip some: halve first, and finish by area.
    shrunk = 1.0
    while wide.size * shrunk > 4 * side:
        grey, shrunk = np.asarray(cv2.pyrDown(grey), dtype=np.uint8), shrunk / 2
    scaled = Region(wide.x * shrunk, wide.y * shrunk, wide.size * shrunk, wide.angle)
    crop = cv2.resize(scaled.patch(grey, 2 * side), (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(crop, dtype=np.uint8), _geometry(points, region)


def _geometry(points: FloatArray, region: Region) -> FloatArray:
    cos, sin = np.cos(region.angle), np.sin(region.angle)
    centred = points - np.array([region.x, region.y], dtype=np.float32)
    geometry = centred @ np.array([[cos, -sin], [sin, cos]], dtype=np.float32) / np.float32(region.size)
    return np.asarray(geometry, np.float32).reshape(-1)
