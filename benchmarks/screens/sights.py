"""What the sample album shows: scikit-image's public-domain portrait in many lights, and a few of its things (CC0)."""

from typing import Final

import cv2
import numpy as np
from skimage import data

from tests import portrait
from tests.portrait import Picture

PORTRAITS: Final = ((60, 0, 330), (110, 5, 225), (20, 0, 400), (125, 20, 190), (90, 0, 270), (0, 0, 480))
"""Left, top and side of cuts, in pixels of the portrait; every second is mirrored."""
WARMTH: Final = (1.0, 1.08, 1.14, 0.92, 0.98, 1.05)
"""How much redder (and less blue) each is than the portrait."""
MEMOS: Final = (
    "드디어 첫 자전거!",
    "Sunday pancakes",
    "엄마가 웃겨서",
    "",
    "The day it snowed",
    "우리 집에 온 지 백 일",
    "합격 발표 보던 날",
    "Coffee with 지은",
    "",
    "할머니 댁 마당에서 다 같이 웃었던 날",
)


def sights() -> list[Picture]:
    """BGR pictures of about 900 × 700 pixels, faces and things by turns."""
    faces = [_portrait(number) for number in range(len(PORTRAITS))]
    things = [_cut(data.chelsea(), 0, 95, 300), _cut(data.coffee(), 40, 130, 340), _cut(data.rocket(), 0, 150, 400)]  # type: ignore[no-untyped-call]
    things += [_cut(data.chelsea(), 0, 40, 300)[:, ::-1]]  # type: ignore[no-untyped-call]
    mixed = [faces[0], things[0], faces[1], faces[2], things[1], faces[3], faces[4], things[3], faces[5], things[2]]
    return [np.ascontiguousarray(each[..., ::-1]) for each in mixed]


def _portrait(number: int) -> Picture:
    (left, top, side), warmth = PORTRAITS[number], WARMTH[number]
    shown = _cut(portrait.portrait(1.0), top, left, side)
    light = np.clip(shown * np.array((warmth, 1.0, 2 - warmth)), 0, 255)
    return np.asarray(light[:, :: -1 if number % 2 else 1], np.uint8)


def _cut(picture: Picture, top: int, left: int, side: int) -> Picture:
    cut = np.asarray(picture)[top : top + side, left : left + side, :3]
    return np.asarray(
        cv2.resize(cut, (900, round(900 * cut.shape[0] / cut.shape[1])), interpolation=cv2.INTER_CUBIC), np.uint8
    )
