"""What webcams and people do to a face: shift, tilt, distance, mirror, light, noise, softness, something in front."""

import cv2
import numpy as np
import numpy.typing as npt

from mlmodels.decode import Pixels
from mlmodels.expression_input import CROP


def augment(crop: Pixels, random: np.random.Generator) -> Pixels:
    """One changed copy of an aligned crop, uint8 (64, 64)."""
    out: npt.NDArray[np.uint8] = _move(crop, random)
    if random.random() < 0.5:
        out = out[:, ::-1]
    level = out.astype(np.float32)
    level = (level - 128) * random.uniform(0.6, 1.4) + 128 + random.uniform(-30, 30)
    if random.random() < 0.3:
        left, right = random.uniform(-40, 40, 2)
        level += np.linspace(left, right, CROP, dtype=np.float32)  # light from one side
    if random.random() < 0.3:
        level += random.normal(0, random.uniform(2, 10), level.shape)
    if random.random() < 0.2:
        level = np.asarray(cv2.GaussianBlur(level, (3, 3), 0), np.float32)
    if random.random() < 0.3:
        _cover(level, random)
    return np.clip(level, 0, 255).astype(np.uint8)


def _move(crop: Pixels, random: np.random.Generator) -> Pixels:
    turn = cv2.getRotationMatrix2D((CROP / 2, CROP / 2), random.uniform(-12, 12), random.uniform(0.9, 1.12))
    matrix = np.asarray(turn, np.float64)
    matrix[:, 2] += random.uniform(-4, 4, 2)
    moved = cv2.warpAffine(crop, matrix, (CROP, CROP), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.uint8)


def _cover(level: npt.NDArray[np.float32], random: np.random.Generator) -> None:
    """A hand, a cup, a mask of hair: a grey rectangle."""
    height, width = random.integers(8, 24, 2)
    top, left = random.integers(0, CROP - height), random.integers(0, CROP - width)
    level[top : top + height, left : left + width] = random.uniform(0, 255)
