"""Search one picture for its largest face, harder than a video's next frame needs: other padding, other scales, turned
heads, softened grain, and at last the picture itself as the face.

The tries are in the order of what they find for their price; a picture with an upright face in plain sight ends at the
first. Each was chosen by the faces it adds on FER2013's training half (docs/architecture.md has the figures).
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from mlmodels.decode import Pixels
from mlmodels.detector import FULL_RANGE, SHORT_RANGE, FaceDetector
from mlmodels.mesh import FoundFace
from mlmodels.region import MESH_MARGIN, Region, around_landmarks

MIN_SIDE: Final = 192
"""Smaller pictures are enlarged to this before a search: the detector's own input is 128 to 192 pixels."""
MAX_SIDE: Final = 1280
"""Larger ones are shrunk: a search of 40 megapixels took seconds and gigabytes."""
PADDING: Final = 0.4
TURNS: Final = (math.radians(30), math.radians(-30))
SOFTENED: Final = 3.0
"""Deviation (pixels of the searched size) of the blur that takes away grain and posterised edges."""
UNSURE: Final = 0.2
"""The detector's confidence on a softened picture; whether it is a face is for the mesh to say."""
WHOLE_TURNS: Final = (20, -20, 35, -35)
WHOLE_SHIFTS: Final = ((0.12, 0.0), (-0.12, 0.0), (0.0, 0.12), (0.0, -0.12))
CERTAIN: Final = 0.9
"""The mesh's presence for a region that only guesses where a face might be."""

TILED_FROM: Final = 480
"""Longer side (pixels, as searched) from which a picture is more likely a scene with small faces than a face alone."""
TILES: Final = (2, 4)
"""Tiles along the longer side; they overlap by half, so that no face is cut by all of them."""

Look = Callable[[Pixels, Region], FoundFace | None]


@dataclass(frozen=True, slots=True)
class Try:
    """One way to ask a detector: with a border around the picture, turned by an angle (rad), softened."""

    model: int
    padding: float = 0.0
    angle: float = 0.0
    soften: bool = False


TRIES: Final = (
    Try(SHORT_RANGE),
    Try(SHORT_RANGE, PADDING),
    Try(FULL_RANGE),
    Try(FULL_RANGE, PADDING),
)
HARDER_TRIES: Final = (
    *(Try(model, padding, angle) for angle in TURNS for model in (SHORT_RANGE, FULL_RANGE) for padding in (0, PADDING)),
    Try(SHORT_RANGE, PADDING, soften=True),
    Try(FULL_RANGE, PADDING, soften=True),
)


class FaceSearch:
    """Belongs to the thread of its detector. `look` asks the mesh whether a face is in a region."""

    def __init__(self, detector: FaceDetector, look: Look) -> None:
        self._detector, self._look = detector, look
        self._unsure = FaceDetector(UNSURE)

    def find(self, pixels: Pixels) -> FoundFace | None:
        """The largest face of an RGB picture, landmarks in its pixels; they may lie outside the picture."""
        sized, scale = _sized(pixels)
        found = (
            self._detected(sized, TRIES)
            or self._far_away(sized)
            or self._guessed(sized, _whole(sized), 0.0 if _is_small(sized) else CERTAIN)
            or self._detected(sized, HARDER_TRIES)
            or self._guessed(sized, _whole_askew(sized), CERTAIN)
        )
        return replace(found, points=found.points / np.float32(scale)) if found else None

    def _detected(self, pixels: Pixels, tries: tuple[Try, ...]) -> FoundFace | None:
        for way in tries:
            for region in self._regions(pixels, way):
                found = self._settle(pixels, region)
                if found:
                    return found
        return None

    def _far_away(self, pixels: Pixels) -> FoundFace | None:
        """The largest of the faces that are too small for the detector in the picture as a whole."""
        if _is_small(pixels):
            return None
        for count in TILES:
            regions = [
                Region(region.x + left, region.y + top, region.size, region.angle)
                for left, top, tile in _tiles(pixels, count)
                for region in self._detector.find(tile, FULL_RANGE)
            ]
            for region in sorted(regions, key=lambda region: -region.size):
                found = self._settle(pixels, region)
                if found:
                    return found
        return None

    def _regions(self, pixels: Pixels, way: Try) -> list[Region]:
        """What the detector finds, in the picture's own pixels."""
        border = round(way.padding * max(pixels.shape[:2]))
        asked = _pad(pixels, border)
        detector = self._detector
        if way.soften:
            asked, detector = np.asarray(cv2.GaussianBlur(asked, (0, 0), SOFTENED), np.uint8), self._unsure
        if not way.angle:
            return [_moved(region, border) for region in detector.find(asked, way.model)]
        height, width = asked.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(way.angle), 1.0)
        turned = cv2.warpAffine(asked, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
        back = cv2.invertAffineTransform(turn)
        found = detector.find(np.asarray(turned, np.uint8), way.model)
        return [_moved(_turned_back(region, back, way.angle), border) for region in found]

    def _guessed(self, pixels: Pixels, regions: Iterator[Region], certain: float) -> FoundFace | None:
        """A tight crop of a face has nothing around it for a detector to hold on to: ask the mesh directly."""
        height, width = pixels.shape[:2]
        if max(height, width) > 1.5 * min(height, width):
            return None
        for region in regions:
            found = self._settle(pixels, region)
            if found and found.presence >= certain:
                return found
        return None

    def _settle(self, pixels: Pixels, region: Region) -> FoundFace | None:
        """Look twice: the second look starts from the first one's points, as the next frame of a video would."""
        first = self._look(pixels, region)
        second = self._look(pixels, around_landmarks(first.points)) if first else None
        return second or first


def _whole(pixels: Pixels) -> Iterator[Region]:
    height, width = pixels.shape[:2]
    for margin in (1.0, MESH_MARGIN):
        yield Region(width / 2, height / 2, margin * max(height, width), 0.0)


def _whole_askew(pixels: Pixels) -> Iterator[Region]:
    height, width = pixels.shape[:2]
    side = max(height, width)
    for margin in (1.0, 1.3):
        for degrees in WHOLE_TURNS:
            yield Region(width / 2, height / 2, margin * side, math.radians(degrees))
    for x, y in WHOLE_SHIFTS:
        yield Region(width / 2 + x * side, height / 2 + y * side, side, 0.0)


def _is_small(pixels: Pixels) -> bool:
    return max(pixels.shape[:2]) < TILED_FROM


def _tiles(pixels: Pixels, count: int) -> Iterator[tuple[int, int, Pixels]]:
    """Squares that cover the picture, with where each begins (left, top)."""
    height, width = pixels.shape[:2]
    side = min(math.ceil(max(height, width) / count), height, width)
    for top in _starts(height, side):
        for left in _starts(width, side):
            yield left, top, pixels[top : top + side, left : left + side]


def _starts(length: int, side: int) -> list[int]:
    steps = max(1, math.ceil((length - side) / (side / 2)))
    return sorted({round(step * (length - side) / steps) for step in range(steps + 1)})


def _moved(region: Region, border: int) -> Region:
    return Region(region.x - border, region.y - border, region.size, region.angle)


def _turned_back(region: Region, back: cv2.typing.MatLike, angle: float) -> Region:
    x, y = back @ np.array([region.x, region.y, 1.0])
    return Region(float(x), float(y), region.size, region.angle + angle)


def _sized(pixels: Pixels) -> tuple[Pixels, float]:
    """The picture in a size that is good to search, and what it was multiplied by."""
    scale = min(1.0, MAX_SIDE / max(pixels.shape[:2]))
    scale = max(scale, MIN_SIDE / min(pixels.shape[:2]))
    if scale == 1:
        return pixels, 1.0
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=how), np.uint8), scale


def _pad(pixels: Pixels, border: int) -> Pixels:
    if not border:
        return pixels
    return np.asarray(cv2.copyMakeBorder(pixels, border, border, border, border, cv2.BORDER_REPLICATE), np.uint8)
