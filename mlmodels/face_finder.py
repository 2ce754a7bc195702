"""Where the face's 468 points are: follow the last frame's region, look for a new face, or search a single picture."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from mlmodels.decode import Pixels
from mlmodels.detector import FULL_RANGE, SHORT_RANGE, FaceDetector
from mlmodels.mesh import PRESENT, FaceMesh
from mlmodels.reading import FloatArray
from mlmodels.region import MESH_MARGIN, Region, around_landmarks

PATIENCE: Final = 15
"""Frames without a face (about a second) after which detection looks at every third frame only."""
PACE: Final = 3
MIN_SEARCH_SIDE: Final = 192
"""Smaller pictures are enlarged to this before a search: the detector's own input is 128 to 192 pixels."""
MAX_SEARCH_SIDE: Final = 1280
"""Larger ones are shrunk: a search of 40 megapixels took seconds and gigabytes."""


@dataclass(frozen=True, slots=True)
class Track:
    """What one camera remembers from frame to frame: where the face was, and for how many frames there was none."""

    region: Region | None = None
    misses: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class FoundFace:
    """Landmarks in pixels, float32 (468, 2), and the mesh model's belief (0–1) that they are on a face."""

    points: FloatArray
    presence: float


class FaceFinder:
    """Mesh and detector of one thread."""

    def __init__(self) -> None:
        self._mesh = FaceMesh()
        self._detector = FaceDetector()

    def follow(self, pixels: Pixels, track: Track) -> tuple[FoundFace | None, Track]:
        """The face in the next frame of a video, and the track to hand in with the frame after it."""
        if track.region is not None:
            found = self._look(pixels, track.region)
            if found:
                return found, Track(around_landmarks(found.points))
        elif track.misses > PATIENCE and track.misses % PACE:
            return None, Track(None, track.misses + 1)
        for region in self._detector.find(pixels):
            found = self._look(pixels, region)
            if found:
                return found, Track(around_landmarks(found.points))
        return None, Track(None, track.misses + 1)

    def search(self, pixels: Pixels) -> FoundFace | None:
        """The largest face in a single picture, looked for harder than in a video: other scales, other padding, and at
        last the picture itself as the face. Landmarks may lie outside the picture.
        """
        sized, scale = _sized(pixels)
        for padding, model in ((0.0, SHORT_RANGE), (0.4, SHORT_RANGE), (0.0, FULL_RANGE), (0.4, FULL_RANGE)):
            border = round(padding * max(sized.shape[:2]))
            padded = _pad(sized, border)
            for region in self._detector.find(padded, model):
                found = self._settle(sized, Region(region.x - border, region.y - border, region.size, region.angle))
                if found:
                    return FoundFace(found.points / np.float32(scale), found.presence)
        found = self._whole(sized)
        return FoundFace(found.points / np.float32(scale), found.presence) if found else None

    def _whole(self, pixels: Pixels) -> FoundFace | None:
        """A tight crop of a face has nothing around it for a detector to hold on to: ask the mesh directly."""
        height, width = pixels.shape[:2]
        if max(height, width) > 1.5 * min(height, width):
            return None
        for margin in (1.0, MESH_MARGIN):
            found = self._settle(pixels, Region(width / 2, height / 2, margin * max(height, width), 0.0))
            if found:
                return found
        return None

    def _settle(self, pixels: Pixels, region: Region) -> FoundFace | None:
        """Look twice: the second look starts from the first one's points, as the next frame of a video would."""
        first = self._look(pixels, region)
        second = self._look(pixels, around_landmarks(first.points)) if first else None
        return second or first

    def _look(self, pixels: Pixels, region: Region) -> FoundFace | None:
        points, presence = self._mesh.find(pixels, region)
        return FoundFace(points, presence) if presence >= PRESENT else None


def _sized(pixels: Pixels) -> tuple[Pixels, float]:
    """The picture in a size that is good to search, and what it was multiplied by."""
    scale = min(1.0, MAX_SEARCH_SIDE / max(pixels.shape[:2]))
    scale = max(scale, MIN_SEARCH_SIDE / min(pixels.shape[:2]))
    if scale == 1:
        return pixels, 1.0
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=how), np.uint8), scale


def _pad(pixels: Pixels, border: int) -> Pixels:
    if not border:
        return pixels
    return np.asarray(cv2.copyMakeBorder(pixels, border, border, border, border, cv2.BORDER_REPLICATE), np.uint8)
