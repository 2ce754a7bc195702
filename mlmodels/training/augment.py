"""What webcams and people do to a face: shift, tilt, distance, mirror, light, noise, blur, JPEG, something in front."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from mlmodels.decode import Pixels
from mlmodels.expression_input import CROP
from mlmodels.mirror import mirrored
from mlmodels.reading import FloatArray

Grey = npt.NDArray[np.float32]
EYE_LEVEL: Final = 0.36
"""Where the eyes are in an aligned crop, as a fraction of its height (the mean over FER2013's training half)."""


def augment(
    wide: Pixels, geometry: FloatArray, random: np.random.Generator, strength: float = 1.0
) -> tuple[Pixels, FloatArray]:
    """One changed copy of a face: wide crop uint8 (96, 96) in, crop uint8 (64, 64) out, and its geometry (936,).

    The geometry keeps the aligned axes, as it does when it is served; only its noise and the mirror are new. `strength`
    scales how far and how often a picture is changed.
    """
    level = _move(wide, random, strength)
    geometry = geometry + random.normal(0, 0.004, geometry.shape).astype(np.float32)
    if random.random() < 0.5:
        level, geometry = level[:, ::-1], mirrored(geometry)
    if random.random() < 0.12 * strength:
        level = np.ascontiguousarray(level)
        _glasses(level, random)
    return weather(level, random, strength), geometry


def weather(level: Grey, random: np.random.Generator, strength: float = 1.0) -> Pixels:
    """Light, something in front, softness, noise and JPEG on a square face of any size, grey levels 0–255."""
    level = _light(level, random, strength)
    if random.random() < 0.3 * strength:
        _cover(level, random)
    if random.random() < 0.25 * strength:
        level = _soften(level, random)
    if random.random() < 0.3 * strength:
        level = level + random.normal(0, random.uniform(2, 12), level.shape).astype(np.float32)
    face = np.clip(level, 0, 255).astype(np.uint8)
    return _jpeg(face, random) if random.random() < 0.15 * strength else face


def _move(wide: Pixels, random: np.random.Generator, strength: float) -> Grey:
    """Cut the 64×64 out of the wide crop, as a landmarker that is a little off would."""
    side = wide.shape[0]
    scale = 1 + strength * random.uniform(-0.16, 0.14)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), strength * random.uniform(-14, 14), scale)
    matrix = np.asarray(turn, np.float64)
    matrix[:, :2] *= 1 + strength * random.uniform(-0.05, 0.05, (1, 2))
    matrix[:, 2] = CROP / 2 - matrix[:, :2] @ (side / 2, side / 2) + strength * random.uniform(-4, 4, 2)
    moved = cv2.warpAffine(wide, matrix, (CROP, CROP), borderMode=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(moved, dtype=np.float32)


def _light(level: Grey, random: np.random.Generator, strength: float) -> Grey:
    """Contrast, exposure, gamma, and light from one side."""
    contrast = 1 + strength * random.uniform(-0.4, 0.4)
    level = (level - 128) * contrast + 128 + strength * random.uniform(-30, 30)
    if random.random() < 0.3 * strength:
        level = 255 * (np.clip(level, 0, 255) / 255) ** random.uniform(0.6, 1.6)
    if random.random() < 0.3 * strength:
        first, last = random.uniform(-45, 45, 2)
        slope = np.linspace(first, last, level.shape[0], dtype=np.float32)
        level = level + (slope if random.random() < 0.7 else slope[:, None])
    return np.asarray(level, np.float32)


def _soften(level: Grey, random: np.random.Generator) -> Grey:
    """Out of focus, or the softness of a face far from the camera."""
    side = level.shape[0]
    if random.random() < 0.5:
        return np.asarray(cv2.GaussianBlur(level, (0, 0), side / CROP * random.uniform(0.5, 1.3)), np.float32)
    few = round(side * random.uniform(0.44, 0.88))
    small = cv2.resize(level, (few, few), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (side, side), interpolation=cv2.INTER_LINEAR), np.float32)


def _glasses(level: Grey, random: np.random.Generator) -> None:
    """Two rims and a bridge at the height of the eyes, or dark lenses."""
    y = round((EYE_LEVEL + random.uniform(-0.04, 0.04)) * CROP)
    shade, thickness = random.uniform(0, 90), int(random.integers(1, 3))
    axes = (int(random.integers(7, 11)), int(random.integers(5, 9)))
    dark = random.random() < 0.25
    for x in (round(0.3 * CROP), round(0.7 * CROP)):
        cv2.ellipse(level, (x, y), axes, 0, 0, 360, [shade], -1 if dark else thickness)
    cv2.line(level, (round(0.3 * CROP) + axes[0], y), (round(0.7 * CROP) - axes[0], y), [shade], thickness)


def _cover(level: Grey, random: np.random.Generator) -> None:
    """A hand, a cup, hair: a patch of one grey, or of noise."""
    side = level.shape[0]
    height, width = random.integers(side // 8, 3 * side // 8, 2)
    top, left = random.integers(0, side - height), random.integers(0, side - width)
    shade = random.uniform(0, 255)
    grain = random.normal(0, 30, (height, width)) if random.random() < 0.5 else 0.0
    level[top : top + height, left : left + width] = shade + grain


def _jpeg(face: Pixels, random: np.random.Generator) -> Pixels:
    _, data = cv2.imencode(".jpg", face, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(30, 85))])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
