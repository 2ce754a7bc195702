"""The order of the stages, named once: pixels → face → sharpness → expression → reading."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from mlmodels.colour import mean_level
from mlmodels.decode import Pixels, decode_jpeg
from mlmodels.expression import ExpressionModel
from mlmodels.expression_input import View, both_views, expression_input
from mlmodels.face_finder import FaceFinder, Track
from mlmodels.face_window import face_window
from mlmodels.mesh import FoundFace
from mlmodels.reading import FaceReading, FloatArray, FrameReading
from mlmodels.sharpness import face_crop, sharpness
from mlmodels.weights import DEFAULT_DIR, Weights, load_weights

Look = Callable[[Pixels, FloatArray], Sequence[View]]
"""What the expression model is shown of a face: of a grey window and its points."""


class FrameAnalyzer(Protocol):
    """What the engine asks of an analyzer; the tests have one that hangs and one that raises."""

    def read_jpeg(self, jpeg: bytes, track: Track) -> tuple[FrameReading, Track]:
        """See `Analyzer.read_jpeg`."""

    def read_picture(self, pixels: Pixels) -> FrameReading:
        """See `Analyzer.read_picture`."""


class Analyzer:
    """Every model of one thread. Not to be shared between threads: LiteRT's interpreters are not."""

    def __init__(self, weights: Weights) -> None:
        self._finder = FaceFinder()
        self._expression = ExpressionModel(weights)
        self.unsure_below = weights.unsure_below

    def read_jpeg(self, jpeg: bytes, track: Track) -> tuple[FrameReading, Track]:
        """Read one frame of a video as it came over the wire. Raises ImageRejectedError."""
        return self.read_frame(decode_jpeg(jpeg, spare=True), track)

    def read_frame(self, pixels: Pixels, track: Track) -> tuple[FrameReading, Track]:
        """Read one frame of a video, RGB uint8 (height, width, 3 or 4), following `track`; the new one is for the next
        frame.
        """
        found, track = self._finder.follow(pixels, track)
        return self._describe(pixels, found, one_view), track

    def read_picture(self, pixels: Pixels, look: Look = both_views) -> FrameReading:
        """Read a single picture: search harder for a face, and look longer at it, than a video's next frame needs."""
        return self._describe(pixels, self._finder.search(pixels), look)

    def _describe(self, pixels: Pixels, found: FoundFace | None, look: Look) -> FrameReading:
        height, width = pixels.shape[:2]
        return FrameReading(width, height, mean_level(pixels), self._face(pixels, found, look) if found else None)

    def _face(self, pixels: Pixels, found: FoundFace, look: Look) -> FaceReading:
        height, width = pixels.shape[:2]
        grey, points = face_window(pixels, found.points)
        crop = face_crop(grey, points)
        return FaceReading(
            landmarks=found.points / np.array([width, height], dtype=np.float32),
            presence=found.presence,
            size=float(np.ptp(points[:, 1])) / min(width, height),
            sharpness=sharpness(crop),
            brightness=float(cv2.mean(crop)[0]),
            scores=self._expression.scores(look(grey, points)),
            unsure_below=self.unsure_below,
        )


def one_view(grey: Pixels, points: FloatArray) -> Sequence[View]:
    """A frame of a video is looked at once: the next one comes at once, and the gate smooths over both."""
    return [expression_input(grey, points)]


def analyzer_maker(folder: Path = DEFAULT_DIR) -> Callable[[], Analyzer]:
    """Check the weights once, here, and return what makes an analyzer for each thread. Raises ModelUnavailableError."""
    weights = load_weights(folder)
    ExpressionModel(weights)  # a whole file may still be no model
    # Threads belong to the engine: OpenCV's own would only fight with them over the same cores.
    cv2.setNumThreads(1)
    return lambda: Analyzer(weights)
