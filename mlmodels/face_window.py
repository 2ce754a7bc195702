"""The part of a picture that matters to what reads a face, in grey: a quarter of a webcam frame at its cost."""

import math

import numpy as np

from mlmodels.colour import grey
from mlmodels.decode import Pixels
from mlmodels.reading import FloatArray
from mlmodels.region import tight

MARGIN = 1.25
"""Over the face's own square; the expression model's crop (1.15) must lie inside."""


def face_window(pixels: Pixels, points: FloatArray) -> tuple[Pixels, FloatArray]:
    """Cut the face out of an RGB picture, with room for any turn of the head.

    points: float32 (468, 2) in pixels of the picture. Returns grey uint8 (h, w) and the points in its pixels.
    """
    height, width = pixels.shape[:2]
    region = tight(points, MARGIN)
    reach = region.size / math.sqrt(2)  # half the diagonal of the turned square
    left, right = _span(region.x, reach, width)
    top, bottom = _span(region.y, reach, height)
    return grey(pixels[top:bottom, left:right]), points - np.array([left, top], dtype=np.float32)


def _span(middle: float, reach: float, length: int) -> tuple[int, int]:
    """From where to where along one axis, at least two pixels inside the picture."""
    low = min(max(0, math.floor(middle - reach)), length - 2)
    return low, max(low + 2, min(length, math.ceil(middle + reach)))
