"""MediaPipe's Face Mesh model (468 points, plain) run in LiteRT, so that it needs no interpreter lock."""

import math
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


class FaceMesh:
    """One interpreter; it belongs to the thread that made it."""

    def __init__(self) -> None:
        self._interpreter = open_interpreter(bundled_model("face_landmark/face_landmark.tflite"))
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs = {int(np.prod(detail["shape"])): detail["index"] for detail in self._interpreter.get_output_details()}
        self._points, self._flag = outputs[POINTS * 3], outputs[1]

    def find(self, pixels: Pixels, region: Region) -> tuple[FloatArray, float]:
        """Landmarks in pixels of the picture, float32 (468, 2), and the model's belief (0–1) that a face is there."""
        patch = without_spare(region.patch(pixels, SIDE))
        np.multiply(patch, np.float32(1 / 255), out=self._interpreter.tensor(self._input)()[0])
        self._interpreter.invoke()
        flat = self._interpreter.get_tensor(self._points).reshape(1, POINTS, 3)
        points = cv2.transform(flat[..., :2], region.matrix(SIDE))
        return np.asarray(points[0], np.float32), _probability(self._interpreter.get_tensor(self._flag).item())


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
