"""What the analyzer says of one picture: plain frozen values that any thread may hold."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mlmodels.emotions import EMOTIONS, HAPPY, UNSURE

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class FaceReading:
    """One face.

    landmarks: float32 (468, 2), x and y as fractions of the picture's width and height (MediaPipe Face Mesh order);
        a face cut by the border has points outside 0–1.
    presence: 0–1, the mesh model's own belief that a face is there.
    size: the face's height as a fraction of the picture's shorter side.
    sharpness: variance of the Laplacian of the 160×160 grey face crop (see `mlmodels.sharpness`), no unit.
    brightness: mean grey of that crop, 0–255.
    scores: one probability a class in the order of EMOTIONS, summing to 1.
    unsure_below: 0–1, the confidence that the weights' card asks of the most probable class.
    """

    landmarks: FloatArray
    presence: float
    size: float
    sharpness: float
    brightness: float
    scores: tuple[float, ...]
    unsure_below: float = 0.0

    @property
    def happy(self) -> float:
        """The probability of "happy", 0–1."""
        return self.scores[HAPPY]

    @property
    def emotion(self) -> str:
        """The most probable class, or UNSURE when it is less probable than `unsure_below`."""
        if max(self.scores) < self.unsure_below:
            return UNSURE
        return EMOTIONS[max(range(len(EMOTIONS)), key=self.scores.__getitem__)]


@dataclass(frozen=True, slots=True, eq=False)
class FrameReading:
    """One picture: its size in pixels, its mean grey (0–255) and the face that decides, the largest one, if any."""

    width: int
    height: int
    brightness: float
    face: FaceReading | None = field(default=None)
