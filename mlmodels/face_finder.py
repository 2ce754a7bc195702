"""Where the face's 468 points are: follow the last frame's region, look for a new face, or search a single picture."""

from dataclasses import dataclass
from typing import Final

from mlmodels.decode import Pixels
from mlmodels.detector import FaceDetector
from mlmodels.face_search import FaceSearch
from mlmodels.mesh import PRESENT, FaceMesh, FoundFace
from mlmodels.region import Region, around_landmarks

PATIENCE: Final = 15
"""Frames without a face (about a second) after which detection looks at every third frame only."""
PACE: Final = 3


@dataclass(frozen=True, slots=True)
class Track:
    """What one camera remembers from frame to frame: where the face was, and for how many frames there was none."""

    region: Region | None = None
    misses: int = 0


class FaceFinder:
    """Mesh and detector of one thread."""

    def __init__(self) -> None:
        self._mesh = FaceMesh()
        self._detector = FaceDetector()
        self._search = FaceSearch(self._detector, self._look)

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
        """The largest face in a single picture, looked for harder than in a video; landmarks may lie outside it."""
        return self._search.find(pixels)

    def _look(self, pixels: Pixels, region: Region) -> FoundFace | None:
        found = self._mesh.find(pixels, region)
        return found if found.presence >= PRESENT else None
