"""How sharp a face is: variance of the Laplacian (Pech-Pacheco et al., 2000) on the face alone, at one fixed size. Of a
picture without a face, the same on its sharpest part.
"""

import math
from typing import Final

import cv2
import numpy as np

from mlmodels.colour import grey as grey_of
from mlmodels.decode import Pixels
from mlmodels.reading import FloatArray
from mlmodels.region import bounds

SIDE: Final = 160
"""Side of the crop in pixels: a fixed size makes near and far faces comparable."""
PICTURE_SIDE: Final = 640
"""Longer side in pixels at which a picture without a face is looked at."""


def face_crop(grey: Pixels, points: FloatArray) -> Pixels:
    """The upright box of the landmarks (pixels, float32 (N, 2)), clipped to the picture, as 160×160 grey pixels."""
    height, width = grey.shape
    low_x, low_y, high_x, high_y = bounds(points)
    left, top = min(max(math.floor(low_x), 0), width - 2), min(max(math.floor(low_y), 0), height - 2)
    right, bottom = min(max(math.ceil(high_x), left + 2), width), min(max(math.ceil(high_y), top + 2), height)
    crop = grey[top:bottom, left:right]
    shrink = crop.shape[0] >= SIDE and crop.shape[1] >= SIDE
    resized = cv2.resize(crop, (SIDE, SIDE), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_LINEAR)
    return np.asarray(resized, dtype=np.uint8)


def sharpness(crop: Pixels) -> float:
    """Variance of the 3×3 Laplacian of a grey crop. 16-bit: three times as fast as doubles, and nothing overflows; the
    mean of the squares less the square of the mean is ten times as fast as `cv2.meanStdDev`.
    """
    edges = cv2.Laplacian(crop, cv2.CV_16S)
    return cv2.norm(edges, cv2.NORM_L2SQR) / edges.size - cv2.mean(edges)[0] ** 2


def picture_sharpness(pixels: Pixels) -> float:
    """Sharpness of the sharpest 160×160 pixels of an RGB picture, made 640 long at most; the background may be soft."""
    grey = grey_of(pixels)
    scale = PICTURE_SIDE / max(grey.shape)
    if scale < 1:
        size = [max(1, round(side * scale)) for side in grey.shape[::-1]]
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    tops, lefts = (range(0, max(1, length - SIDE // 2), SIDE // 2) for length in grey.shape)
    return max(sharpness(grey[top : top + SIDE, left : left + SIDE]) for top in tops for left in lefts)
