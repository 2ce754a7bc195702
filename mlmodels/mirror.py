"""The Face Mesh in a mirror: which of the 468 points takes whose place when left and right are exchanged."""

import json
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from mlmodels.reading import FloatArray

MIRROR: Final[npt.NDArray[np.int64]] = np.array(json.loads((Path(__file__).parent / "mirror.json").read_text()))
"""Point i of a mirrored face is point MIRROR[i] of the face. Found as the nearest neighbours between the mean frontal
face of FER2013's validation half and its mirror image, over seven groups of mouth opening and pitch; the pairing is its
own inverse, as the tests hold."""


def mirrored(geometry: FloatArray) -> FloatArray:
    """The geometry of the mirrored face; float32 (936,) in and out (see `mlmodels.expression_input`)."""
    points = geometry.reshape(-1, 2)[MIRROR]
    return np.asarray(points * np.array([-1, 1], np.float32), np.float32).reshape(-1)
