"""A number of 64 bits that stays nearly the same when a picture is saved again, resized or made a little brighter.

The signs of the lowest 8×8 frequencies of a 32×32 grey thumbnail around their median (pHash: Zauner, 2010). The package
`imagehash` has the same and brings SciPy and PyWavelets for it; OpenCV's transform is here anyway.
"""

from typing import Final

import cv2
import numpy as np

from mlmodels.colour import grey
from mlmodels.decode import Pixels

_ALL_BITS: Final = (1 << 64) - 1
NEAR: Final = 7
"""Pictures whose hashes differ in at most so many bits look the same. Of 16 of scikit-image's pictures, no two were
nearer than 20; saved at quality 40, at 30 % of the size or 25 levels brighter, each was at most 4 from itself, and
10 of 16 stayed within 6 when 2 % were cut off each side."""
_SIDE, _LOW = 32, 8
_FLAT: Final = 2.0
"""A thumbnail whose grey levels spread less (standard deviation) shows nothing: its frequencies are noise."""


def perceptual_hash(pixels: Pixels) -> int | None:
    """The hash of an RGB picture, as a signed number of 64 bits, which databases have; None for a plain surface."""
    small = cv2.resize(grey(pixels), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    if float(small.std()) < _FLAT:
        return None
    low = cv2.dct(small)[:_LOW, :_LOW].ravel()
    return int.from_bytes(np.packbits(low > np.median(low)).tobytes(), "big", signed=True)


def hash_distance(one: int, other: int) -> int:
    """In how many bits (0–64) two hashes differ."""
    return ((one ^ other) & _ALL_BITS).bit_count()
