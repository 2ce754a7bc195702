"""Examples for the model card: scikit-image's public-domain portrait of an astronaut, warped, lit, blurred, covered."""

import cv2
import numpy as np

from tests import portrait
from tests.portrait import Picture

FACE = (slice(20, 220), slice(125, 325))


def portraits() -> list[tuple[str, Picture]]:
    """(caption, RGB picture) of the stages of a smile, and of what makes one hard to read."""
    smiling = portrait.portrait(1.0)[FACE]
    stages = [(f"smile {smile:g}", portrait.portrait(smile)[FACE]) for smile in (0, 0.25, 0.5, 0.75, 1)]
    return [
        *stages,
        ("dim", np.asarray(smiling // 5, np.uint8)),
        ("blurred", np.asarray(cv2.GaussianBlur(smiling, (0, 0), 4), np.uint8)),
        ("mouth covered", _covered(smiling)),
        ("turned 35°", _turned(smiling, 35)),
        ("far away", _far(smiling)),
    ]


def _covered(face: Picture) -> Picture:
    covered = face.copy()
    covered[108:150, 60:140] = (196, 160, 140)
    return covered


def _turned(face: Picture, degrees: float) -> Picture:
    height, width = face.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(face, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _far(face: Picture) -> Picture:
    return np.asarray(cv2.resize(face, (48, 48), interpolation=cv2.INTER_AREA), np.uint8)
