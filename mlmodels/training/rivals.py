"""What someone could install instead, asked the same question: is this face smiling? Each answers with a score of 0–1
whose line is at 0.5, or with None for a picture in which it finds no face.

Another model file joins through `FileRival`, any Python function through `function_rival`.
"""

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from mlmodels.decode import Pixels
from mlmodels.expression_input import CROP, expression_input
from mlmodels.face_finder import FaceFinder
from mlmodels.face_window import face_window
from mlmodels.library import open_interpreter

Rival = Callable[[Pixels], float | None]

SMILE_RATIO: Final = 0.88
"""Mouth's width over the eyes' distance at which a mouth counts as smiling: the best of a row of lines over 1,200
pictures of FER2013's training half, so that the rival stands as well as it can."""
RATIO_SPREAD: Final = 0.5
NEIGHBOURS: Final = 120
"""Least number of overlapping hits of OpenCV's smile cascade, chosen in the same way (tutorials say 20: .64 there)."""
LEAST_SIDE: Final = 256
"""Smaller pictures are enlarged to this: both were made for faces of some hundred pixels."""


class RivalError(Exception):
    """A rival can't be set up; the text says why."""


def landmark_ratio() -> Rival:
    """MediaPipe's own Face Mesh and a hand-set ratio: the mouth's width over the distance between the eyes' middles."""
    from mediapipe.python.solutions.face_mesh import FaceMesh  # noqa: PLC0415 - its import takes seconds

    mesh = FaceMesh(static_image_mode=True, max_num_faces=1)

    def happy(pixels: Pixels) -> float | None:
        large = _enlarged(pixels)
        found = mesh.process(large).multi_face_landmarks
        if not found:
            return None
        size = np.array(large.shape[1::-1])
        points = np.array([(point.x, point.y) for point in found[0].landmark]) * size
        mouth = np.linalg.norm(points[61] - points[291])
        eyes = float(np.linalg.norm((points[33] + points[133]) / 2 - (points[362] + points[263]) / 2))
        above = float(mouth) / max(eyes, 1e-6) - SMILE_RATIO
        return min(1.0, max(0.0, 0.5 + above / (2 * RATIO_SPREAD)))

    return happy


def smile_cascade() -> Rival:
    """OpenCV's Haar cascades: the frontal face, and in its lower half a smile."""
    folder = Path(cv2.__file__).parent / "data"
    faces = cv2.CascadeClassifier(str(folder / "haarcascade_frontalface_default.xml"))
    smiles = cv2.CascadeClassifier(str(folder / "haarcascade_smile.xml"))

    def happy(pixels: Pixels) -> float | None:
        grey = cv2.cvtColor(_enlarged(pixels), cv2.COLOR_RGB2GRAY)
        found = faces.detectMultiScale(grey, 1.1, 4)
        if not len(found):
            return None
        x, y, width, height = max(found, key=lambda box: box[2])
        mouth = grey[y + height // 2 : y + height, x : x + width]
        _, hits = smiles.detectMultiScale2(mouth, 1.1, 1)
        most = max((int(count) for count in hits), default=0)
        # The line of 0.5 is at NEIGHBOURS hits.
        return min(1.0, most / (2 * NEIGHBOURS))

    return happy


class FileRival:
    """A `.tflite` or `.onnx` file that takes one face and gives one score a class.

    Beside it lies NAME.json: {"happy": place of the class among the outputs, "scale": what grey levels are divided by
    (255 if it says nothing), "crop": "aligned" (ours, by landmarks) or "box" (the landmarks' upright box), "softmax":
    true if it gives logits, "input": [height, width, channels] (for .onnx alone)}.
    """

    def __init__(self, model: Path) -> None:
        try:
            self._card: dict[str, Any] = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
            self._happy = int(self._card["happy"])
            self._run, self._shape = _open(model)
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, cv2.error) as error:
            raise RivalError(f"{model}: not a model with a readable {model.stem}.json beside it ({error})") from error
        self._finder = FaceFinder()

    def __call__(self, pixels: Pixels) -> float | None:
        """P(happy), or None without a face."""
        found = self._finder.search(pixels)
        if found is None:
            return None
        height, width, channels = self._shape
        face = self._face(pixels, found.points)
        sized = cv2.resize(face, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
        scores = self._run(np.repeat(sized[..., None], channels, axis=2) / float(self._card.get("scale", 255)))
        if self._card.get("softmax"):
            scores = np.exp(scores - scores.max())
            scores = scores / scores.sum()
        return float(np.clip(scores[self._happy], 0, 1))

    def _face(self, pixels: Pixels, points: Any) -> Any:
        if self._card.get("crop", "aligned") == "aligned":
            return expression_input(*face_window(pixels, points), side=CROP)[0]
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        (left, top), (right, bottom) = np.floor(points.min(0)).astype(int), np.ceil(points.max(0)).astype(int)
        return grey[max(0, top) : max(2, bottom), max(0, left) : max(2, right)]


def _open(model: Path) -> tuple[Callable[[Any], Any], tuple[int, int, int]]:
    """What runs the model on float32 (height, width, channels), and that shape."""
    if model.suffix == ".onnx":
        network = cv2.dnn.readNetFromONNX(str(model))
        card = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
        height, width, channels = (int(side) for side in card["input"])

        def run_onnx(face: Any) -> Any:
            network.setInput(np.ascontiguousarray(face.transpose(2, 0, 1)[None]))
            return network.forward().reshape(-1)

        return run_onnx, (height, width, channels)
    interpreter = open_interpreter(model)
    (taken,) = interpreter.get_input_details()
    given = interpreter.get_output_details()[0]["index"]
    _, height, width, channels = (int(side) for side in taken["shape"])

    def run_tflite(face: Any) -> Any:
        interpreter.set_tensor(taken["index"], face[None].astype(taken["dtype"]))
        interpreter.invoke()
        return interpreter.get_tensor(given).reshape(-1)

    return run_tflite, (height, width, channels)


def function_rival(name: str) -> Rival:
    """`package.module:function`, a function of one RGB picture that gives a score or None."""
    module, _, function = name.partition(":")
    try:
        rival: Rival = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise RivalError(f"{name}: no such function ({error})") from error
    return rival


def rival(name: str) -> Rival:
    """A rival by its name: ratio, cascade, a model file, or package.module:function. Raises RivalError."""
    known: dict[str, Callable[[], Rival]] = {"ratio": landmark_ratio, "cascade": smile_cascade}
    if name in known:
        return known[name]()
    if Path(name).suffix in {".tflite", ".onnx"}:
        return FileRival(Path(name))
    return function_rival(name)


def _enlarged(pixels: Pixels) -> Pixels:
    scale = LEAST_SIDE / min(pixels.shape[:2])
    if scale <= 1:
        return pixels
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
