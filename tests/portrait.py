"""A scripted person for tests and benchmarks: scikit-image's public-domain portrait of an astronaut, who smiles.

A thin-plate spline (Bookstein, 1989) takes the lips back to a face that does not smile, so one picture gives every
stage between.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from skimage import data
from skimage.transform import ThinPlateSplineTransform, warp

Picture = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 640, 480
CORNERS = ((201.0, 139.0), (245.9, 141.7), (203.8, 139.9), (243.0, 142.2))
UPPER_INNER = ((212.8, 140.7), (222.8, 142.5), (233.3, 141.9))
LOWER_INNER = ((212.5, 147.1), (222.4, 149.6), (232.9, 148.4))
UPPER_OUTER = ((216.2, 139.0), (222.7, 140.2), (229.5, 139.8))
LOWER_OUTER = ((215.8, 153.8), (222.0, 154.9), (228.5, 154.5))
"""The lips in the portrait, x and y in pixels, as the face mesh finds them."""
ANCHORS = (
    (194, 101), (257, 104), (227, 70), (205, 103), (246, 105), (211, 126), (234, 127), (220, 178), (188, 158),
    (256, 160), (178, 120), (272, 122), (150, 60), (290, 60), (100, 20), (340, 20), (100, 260), (340, 260),
)  # fmt: skip
MIDDLE, LINE = 223.4, 146.0
"""Where the mouth is in x, and where the lips meet in y."""


def _without_smile() -> npt.NDArray[np.float64]:
    """Where the points of the lips are on a face that does not smile: narrower, corners down, teeth covered."""
    corners = np.array(CORNERS) + np.array((0, 10))
    inner = np.array((*UPPER_INNER, *LOWER_INNER))
    inner[:, 1] += 0.9 * (LINE - inner[:, 1]) + 1
    outer = np.array((*UPPER_OUTER, *LOWER_OUTER)) + np.repeat([(0, 2.25), (0, -1.8)], 3, axis=0)
    lips = np.vstack([corners, inner, outer])
    lips[:, 0] = MIDDLE + 0.65 * (lips[:, 0] - MIDDLE)
    return lips


@cache
def _faces(steps: int = 12) -> tuple[Picture, ...]:
    """The portrait from neutral (0) to its full smile (steps), RGB uint8 (512, 512, 3)."""
    image = data.astronaut()  # type: ignore[no-untyped-call]
    anchors = np.array(ANCHORS, float)
    smiling = np.array((*CORNERS, *UPPER_INNER, *LOWER_INNER, *UPPER_OUTER, *LOWER_OUTER))
    out = []
    for step in range(steps + 1):
        lips = _without_smile() + (smiling - _without_smile()) * step / steps
        spline = ThinPlateSplineTransform.from_estimate(np.vstack([anchors, lips]), np.vstack([anchors, smiling]))
        warped = warp(image, spline, mode="edge", preserve_range=True)  # type: ignore[no-untyped-call]
        out.append(np.clip(warped, 0, 255).astype(np.uint8))
    return tuple(out)


def portrait(smile: float = 1.0) -> Picture:
    """The face with that much of its smile (0–1), RGB uint8 (512, 512, 3)."""
    faces = _faces()
    return faces[round(smile * (len(faces) - 1))]


@dataclass(frozen=True)
class Segment:
    """`seconds` of an empty room, or of a face going from one smile (0–1) to another."""

    seconds: float
    smile: tuple[float, float] | None


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
            if segment.smile is None:
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
