"""MediaPipe's Face Mesh model (468 points, plain) run in LiteRT, so that it needs no interpreter lock."""

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from mlmodels.colour import without_spare
from mlmodels.decode import Pixels
from mlmodels.library import bundled_model, open_interpreter
from mlmodels.reading import FloatArray
from mlmodels.region import Region

SIDE: Final = 192
POINTS: Final = 468
PRESENT: Final = 0.5
"""MediaPipe's own default for min_detection_confidence of the mesh's face flag."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundFace:
    """Landmarks in pixels, float32 (468, 2), and the mesh model's belief (0–1) that they are on a face."""

    points: FloatArray
    presence: float


class FaceMesh:
    """One interpreter; it belongs to the thread that made it."""

    def __init__(self) -> None:
        self._interpreter = open_interpreter(bundled_model("face_landmark/face_landmark.tflite"))
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs = {int(np.prod(detail["shape"])): detail["index"] for detail in self._interpreter.get_output_details()}
        self._points, self._flag = outputs[POINTS * 3], outputs[1]

    def find(self, pixels: Pixels, region: Region) -> FoundFace:
        """What the model says of a region of an RGB picture, however little it believes that a face is there."""
        patch = without_spare(region.patch(pixels, SIDE))
        np.multiply(patch, np.float32(1 / 255), out=self._interpreter.tensor(self._input)()[0])
        self._interpreter.invoke()
        flat = self._interpreter.get_tensor(self._points).reshape(1, POINTS, 3)
        points = cv2.transform(flat[..., :2], region.matrix(SIDE))
        presence = _probability(self._interpreter.get_tensor(self._flag).item())
        return FoundFace(np.asarray(points[0], np.float32), presence)


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
