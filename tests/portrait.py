"""A scripted person for tests and benchmarks: scikit-image's public-domain portrait of an astronaut, who smiles.

A thin-plate spline (Bookstein, 1989) takes the lips back to a face that does not smile, so one picture gives every
stage between.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from skimage import data
from skimage.transform import ThinPlateSplineTransform

Picture = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 640, 480
CORNERS = ((201.0, 139.0), (245.9, 141.7), (203.8, 139.9), (243.0, 142.2))
UPPER_INNER = ((212.8, 140.7), (222.8, 142.5), (233.3, 141.9))
LOWER_INNER = ((212.5, 147.1), (222.4, 149.6), (232.9, 148.4))
UPPER_OUTER = ((216.2, 139.0), (222.7, 140.2), (229.5, 139.8))
LOWER_OUTER = ((215.8, 153.8), (222.0, 154.9), (228.5, 154.5))
"""The lips in the portrait, x and y in pixels, as the face mesh finds them."""
ANCHORS = (
    (194, 101), (257, 104), (213, 104), (237, 105), (227, 70), (211, 126), (234, 127), (178, 120), (272, 122),
    (150, 60), (290, 60), (100, 20), (340, 20), (100, 260), (340, 260),
)  # fmt: skip
JAW = ((220.0, 178.0), (188.0, 158.0), (256.0, 160.0))
UPPER_LIDS = ((198.5, 98.2), (202.2, 97.7), (205.9, 98.3), (245.0, 100.2), (248.7, 99.9), (252.5, 100.9))
LOWER_LIDS = ((200.1, 104.1), (203.8, 104.6), (207.3, 104.6), (242.9, 106.5), (246.5, 106.8), (250.3, 106.6))
BROWS = ((197.2, 85.8), (205.5, 86.7), (246.4, 88.4), (255.0, 88.3))
MIDDLE, LINE = 223.4, 146.0
"""Where the mouth is in x, and where the lips meet in y."""

_SMILING = np.array((*CORNERS, *UPPER_INNER, *LOWER_INNER, *UPPER_OUTER, *LOWER_OUTER))


def _without_smile() -> npt.NDArray[np.float64]:
    """Where the points of the lips are on a face that does not smile: narrower, corners down, teeth covered."""
    corners = np.array(CORNERS) + np.array((0, 10))
    inner = np.array((*UPPER_INNER, *LOWER_INNER))
    inner[:, 1] += 0.9 * (LINE - inner[:, 1]) + 1
    outer = np.array((*UPPER_OUTER, *LOWER_OUTER)) + np.repeat([(0, 2.25), (0, -1.8)], 3, axis=0)
    lips = np.vstack([corners, inner, outer])
    lips[:, 0] = MIDDLE + 0.65 * (lips[:, 0] - MIDDLE)
    return lips


@dataclass(frozen=True)
class Look:
    """What the face does, each 0–1: how much it smiles, how far the jaw has dropped, how round the lips are (as for
    "oo"), how far the lids are shut, and how much it squints (lids half shut, brows down)."""

    smile: float = 0.0
    jaw: float = 0.0
    rounded: float = 0.0
    lids: float = 0.0
    squint: float = 0.0


def _lips(look: Look) -> npt.NDArray[np.float64]:
    """Where the points of the lips are: corners (4), then in threes upper and lower inner, upper and lower outer."""
    lips = _without_smile() + (_SMILING - _without_smile()) * look.smile
    lips[4:7, 1] -= look.jaw
    lips[[7, 8, 9, 13, 14, 15], 1] += 22 * look.jaw
    lips[:4, 1] += 7 * look.jaw
    narrowing = 1 - 0.12 * look.jaw - 0.2 * look.rounded
    lips[:, 0] = MIDDLE + narrowing * (lips[:, 0] - MIDDLE)
    return lips


def _lids(look: Look) -> npt.NDArray[np.float64]:
    """Where the points of upper lids (6), lower lids (6) and brows (4) are."""
    points = np.array((*UPPER_LIDS, *LOWER_LIDS, *BROWS))
    gap = points[6:12, 1] - points[:6, 1]
    points[:6, 1] += gap * max(0.85 * look.lids, 0.4 * look.squint)
    points[6:12, 1] -= gap * 0.1 * look.squint
    points[12:, 1] += 3 * look.squint
    return points


@cache
def face(look: Look) -> Picture:
    """The portrait with that look, RGB uint8 (512, 512, 3)."""
    image = np.asarray(data.astronaut(), np.uint8)  # type: ignore[no-untyped-call]
    lips, drop = _lips(look), np.array([(0, 15), (0, 8), (0, 8)]) * look.jaw
    here = np.vstack([ANCHORS, np.array(JAW) + drop, lips, _lids(look)])
    there = np.vstack([ANCHORS, JAW, _SMILING, UPPER_LIDS, LOWER_LIDS, BROWS])
    spline = ThinPlateSplineTransform.from_estimate(here, there)
    # The spline is smooth: every eighth pixel says enough, and costs a hundredth.
    coarse = np.mgrid[0:520:8, 0:520:8].astype(float)
    where = spline(np.column_stack([coarse[1].ravel(), coarse[0].ravel()])).reshape(65, 65, 2).astype(np.float32)
    fine = cv2.warpAffine(where, np.array([[8.0, 0, 0], [0, 8, 0]]), (512, 512))
    empty = np.empty(0, np.float32)  # OpenCV takes x and y in one map as well as in two
    warped = cv2.remap(image, fine, empty, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return _mouth(np.asarray(warped, np.uint8), lips, look)


def _mouth(picture: Picture, lips: npt.NDArray[np.float64], look: Look) -> Picture:
    """An open mouth is dark inside, below the upper teeth; the portrait's own teeth would only be stretched."""
    if look.jaw == 0:
        return picture
    inside = np.vstack([lips[2:3], lips[4:7] + np.array((0, 3)), lips[3:4], lips[9:6:-1]])
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.rint(inside * 16).astype(np.int32)], (255,), shift=4)
    share = cv2.GaussianBlur(mask, (0, 0), 1.2)[..., None] / 255 * min(1.0, 3 * look.jaw)
    return np.asarray(picture * (1 - share) + np.array((60, 25, 25)) * share, np.uint8)


def portrait(smile: float = 1.0) -> Picture:
    """The face with that much of its smile (0–1), RGB uint8 (512, 512, 3)."""
    return face(Look(smile=round(12 * smile) / 12))


@dataclass(frozen=True)
class Segment:
    """`seconds` of an empty room, of a face going from one smile (0–1) to another, or of an act: the look at each time
    (s) since the segment began."""

    seconds: float
    smile: tuple[float, float] | None
    act: Callable[[float], Look] | None = None


TWO_SMILES = (
    Segment(1.0, None),
    Segment(2.0, (0, 0)),
    Segment(0.4, (0, 1)),
    Segment(1.8, (1, 1)),
    Segment(0.4, (1, 0)),
    Segment(2.0, (0, 0)),
    Segment(0.4, (0, 1)),
    Segment(1.8, (1, 1)),
    Segment(0.4, (1, 0)),
    Segment(1.5, (0, 0)),
)
FPS = 15


def moments(script: tuple[Segment, ...] = TWO_SMILES) -> list[tuple[float, float]]:
    """From when to when (s) each smile of a script lasts, rise and fall included."""
    out: list[tuple[float, float]] = []
    start, smiling = 0.0, False
    for segment in script:
        happy = segment.smile is not None and max(segment.smile) > 0
        if happy and smiling:
            out[-1] = (out[-1][0], start + segment.seconds)
        elif happy:
            out.append((start, start + segment.seconds))
        smiling, start = happy, start + segment.seconds
    return out


def frames(script: tuple[Segment, ...] = TWO_SMILES, fps: int = FPS) -> Iterator[Picture]:
    """The clip's frames, RGB uint8 (480, 640, 3), with a little movement, a sensor's noise, and each frame's number
    as a 16-bit bar code (least significant bit first, white is 1) in the top-left 128×8 pixels."""
    random = np.random.default_rng(11)
    number = 0
    for segment in script:
        count = round(segment.seconds * fps)
        for step in range(count):
            if segment.act is not None:
                picture = _seated(face(segment.act(step / fps)), number / fps)
            elif segment.smile is None:
                picture = _room()
            else:
                low, high = segment.smile
                picture = _seated(portrait(low + (high - low) * step / max(1, count - 1)), number / fps)
            yield _numbered(_noisy(picture, random), number)
            number += 1


@cache
def _room() -> Picture:
    background = cv2.GaussianBlur(portrait()[:120, 260:420], (0, 0), 25)
    return np.asarray(cv2.resize(background, (WIDTH, HEIGHT)), np.uint8)


def _seated(face: Picture, time: float) -> Picture:
    """The person before the camera, swaying a little."""
    scale = 1.35
    x, y = 4 * np.sin(2 * np.pi * time / 3.1), 3 * np.sin(2 * np.pi * time / 2.3)
    # The enlarged portrait covers the picture with a few pixels to spare for the sway.
    matrix = np.array([[scale, 0, x - 6], [0, scale, y - 5]])
    seated = cv2.warpAffine(face, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seated, np.uint8)


def _noisy(picture: Picture, random: np.random.Generator) -> Picture:
    noise = random.normal(0, 2.0, picture.shape[:2])[..., None]
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def _numbered(picture: Picture, number: int) -> Picture:
    for bit in range(16):
        picture[:8, bit * 8 : bit * 8 + 8] = 255 * (number >> bit & 1)
    return picture


def number_of(picture: Picture) -> int:
    """Read a frame's number back from a kept picture of the clip's size (RGB or grey)."""
    grey = picture if picture.ndim == 2 else picture.mean(axis=2)
    return sum(int(grey[2:6, bit * 8 + 2 : bit * 8 + 6].mean() > 127) << bit for bit in range(16))


def write_mjpeg(path: Path, script: tuple[Segment, ...] = TWO_SMILES) -> Path:
    """The clip as Chromium's fake camera takes it: one JPEG after the other."""
    with path.open("wb") as file:
        for picture in frames(script):
            file.write(jpeg(picture))
    return path


def write_avi(path: Path, script: tuple[Segment, ...] = TWO_SMILES) -> Path:
    """The clip as a video file."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (WIDTH, HEIGHT))
    for picture in frames(script):
        writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def jpeg(picture: Picture, quality: int = 92) -> bytes:
    """RGB as a JPEG."""
    done, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return bytes(data.tobytes())
