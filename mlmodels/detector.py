"""MediaPipe's own face detection (BlazeFace, bundled in the wheel): finds faces where no track says where to look."""

import math
from typing import Any, Final

import numpy as np

from mlmodels.colour import without_spare
from mlmodels.decode import Pixels
from mlmodels.region import MESH_MARGIN, Region

SHORT_RANGE: Final = 0
FULL_RANGE: Final = 1


class FaceDetector:
    """One detector; it belongs to the thread that made it. Both models open on first use."""

    def __init__(self, confidence: float = 0.5) -> None:
        self._confidence = confidence
        self._models: dict[int, Any] = {}

    def find(self, pixels: Pixels, model: int = SHORT_RANGE) -> list[Region]:
        """Regions for the mesh, the largest face first; empty when nobody is there. `pixels` is RGB."""
        height, width = pixels.shape[:2]
        found = self._model(model).process(np.ascontiguousarray(without_spare(pixels))).detections or []
        regions = [_region(detection.location_data, width, height) for detection in found]
        return sorted(regions, key=lambda region: -region.size)

    def _model(self, model: int) -> Any:
        if model not in self._models:
            # Here, not above: importing MediaPipe takes seconds, and a program that only tracks never needs it.
            from mediapipe.python.solutions.face_detection import FaceDetection  # noqa: PLC0415

            self._models[model] = FaceDetection(min_detection_confidence=self._confidence, model_selection=model)
        return self._models[model]


def _region(location: Any, width: int, height: int) -> Region:
    """Detection to region as face_detection_front_detection_to_roi.pbtxt does: turn by the eyes, box times 1.5."""
    box = location.relative_bounding_box
    right, left = location.relative_keypoints[0], location.relative_keypoints[1]
    return Region(
        x=(box.xmin + box.width / 2) * width,
        y=(box.ymin + box.height / 2) * height,
        size=max(box.width * width, box.height * height) * MESH_MARGIN,
        angle=math.atan2((left.y - right.y) * height, (left.x - right.x) * width),
    )
