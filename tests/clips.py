"""The scripted person as a camera of high definition films her."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from tests.portrait import TWO_SMILES, Picture, Segment, frames, jpeg, number_of

HD_WIDTH, HD_HEIGHT = 1280, 720
TOP = 40
"""Rows cut off above the middle 640×360 of a 640×480 picture."""


def hd_frames(script: tuple[Segment, ...] = TWO_SMILES) -> Iterator[Picture]:
    """The same frames as RGB uint8 (720, 1280, 3), each with its number twice as large as on a small one."""
    for number, picture in enumerate(frames(script)):
        wide = cv2.resize(picture[TOP : TOP + 360], (HD_WIDTH, HD_HEIGHT), interpolation=cv2.INTER_CUBIC)
        for bit in range(16):
            wide[:16, bit * 16 : bit * 16 + 16] = 255 * (number >> bit & 1)
        yield np.asarray(wide, np.uint8)


def write_hd_mjpeg(path: Path, script: tuple[Segment, ...] = TWO_SMILES) -> Path:
    """The clip as Chromium's fake camera takes it, 1280×720."""
    with path.open("wb") as file:
        for picture in hd_frames(script):
            file.write(jpeg(picture))
    return path


def hd_number_of(picture: Picture) -> int:
    """A frame's number, from the kept picture or from the small copy that was judged."""
    return number_of(np.asarray(cv2.resize(picture, (640, 360), interpolation=cv2.INTER_AREA), np.uint8))
