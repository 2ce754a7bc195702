"""Pictures in RGB, with or without the spare byte a pixel that a frame off the wire has (see `decode_jpeg`)."""

from typing import Final

import cv2
import numpy as np

from mlmodels.decode import Pixels

CHANNELS: Final = 3
FEWER: Final = 8


def without_spare(pixels: Pixels) -> Pixels:
    """RGB, uint8 (height, width, 3)."""
    if pixels.shape[2] == CHANNELS:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGBA2RGB), np.uint8)


def grey(pixels: Pixels) -> Pixels:
    """Luminance, uint8 (height, width)."""
    how = cv2.COLOR_RGB2GRAY if pixels.shape[2] == CHANNELS else cv2.COLOR_RGBA2GRAY
    return np.asarray(cv2.cvtColor(pixels, how), np.uint8)


def mean_level(pixels: Pixels) -> float:
    """Mean of red, green and blue (0–255) over a 64th of the pixels: that says how bright a room is."""
    height, width = pixels.shape[:2]
    few = cv2.resize(pixels, (max(1, width // FEWER), max(1, height // FEWER)), interpolation=cv2.INTER_NEAREST)
    return sum(cv2.mean(few)[:CHANNELS]) / CHANNELS
