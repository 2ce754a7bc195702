"""Short clips of the portrait in motion, for comparing landmarks: moving, turning, talking, half covered, and still.

Every clip: RGB uint8 (480, 640, 3), 15 frames a second, with a sensor's noise.
"""

from collections.abc import Callable, Iterator
from typing import Final

import cv2
import numpy as np

from tests.portrait import FPS, HEIGHT, WIDTH, Picture, portrait

SECONDS: Final = 3.0
FACE: Final = (224.0, 120.0)
"""The middle of the face in the portrait, in pixels."""
MOUTH: Final = (224.0, 156.0)
SKIN: Final = (188, 140, 116)


def _placed(face: Picture, x: float, y: float, scale: float, roll: float = 0.0) -> Picture:
    """The face's middle at (x, y) pixels of the frame, that large, rolled by so many degrees."""
    matrix = cv2.getRotationMatrix2D(FACE, roll, scale) + np.array([[0, 0, x - FACE[0]], [0, 0, y - FACE[1]]])
    placed = cv2.warpAffine(face, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)
    return np.asarray(placed, np.uint8)


def moving(time: float) -> Picture:
    """Across the room, nearer and farther away."""
    x, y = 320 + 140 * np.sin(2.1 * time), 230 + 50 * np.sin(3.3 * time)
    return _placed(portrait(0.5), x, y, 1.2 + 0.5 * np.sin(1.7 * time))


def turning(time: float) -> Picture:
    """The head rolls by up to 30 degrees, and turns aside as far as a flat picture can."""
    turn = 0.22 * np.sin(2.6 * time)
    corners = np.array([[0, 0], [512, 0], [512, 512], [0, 512]], np.float32)
    aside = corners + 120 * np.array([[0, turn], [0, -turn], [0, turn], [0, -turn]], np.float32)
    aside[:, 0] = 256 + (corners[:, 0] - 256) * np.float32(1 - abs(turn))
    face = cv2.warpPerspective(
        portrait(0.5), cv2.getPerspectiveTransform(corners, aside), (512, 512), borderMode=cv2.BORDER_REFLECT
    )
    return _placed(np.asarray(face, np.uint8), 320, 230, 1.4, 30 * np.sin(2.0 * time))


def talking(time: float) -> Picture:
    """The lower lip and the chin go up and down four times a second, the corners of the mouth with them."""
    rows, columns = np.mgrid[0:512, 0:512].astype(np.float32)
    reach = np.exp(-(((columns - MOUTH[0]) / 34) ** 2) - ((rows - MOUTH[1] - 8) / 20) ** 2)
    drop = 9 * abs(np.sin(4 * np.pi * time)) * reach
    face = cv2.remap(portrait(0.3 + 0.2 * np.sin(5 * time)), columns, rows - drop.astype(np.float32), cv2.INTER_LINEAR)
    return _placed(np.asarray(face, np.uint8), 320, 230, 1.5)


def half_covered(time: float) -> Picture:
    """A hand comes from below until it hides the lower half of the face, and goes again."""
    picture = _placed(portrait(0.5), 320, 230, 1.5)
    edge = round(400 - 170 * max(0.0, np.sin(1.3 * time)))
    cv2.ellipse(picture, (320, edge + 150), (170, 150), 0, 0, 360, SKIN, -1, cv2.LINE_AA)
    return picture


def still(_time: float) -> Picture:
    """Nothing moves but the noise."""
    return _placed(portrait(0.5), 320, 230, 1.4)


CLIPS: Final[dict[str, Callable[[float], Picture]]] = {
    "moving": moving,
    "turning": turning,
    "talking": talking,
    "half_covered": half_covered,
    "still": still,
}


def frames(clip: str, seconds: float = SECONDS) -> Iterator[Picture]:
    """The frames of one of CLIPS."""
    random = np.random.default_rng(7)
    for number in range(round(seconds * FPS)):
        noise = random.normal(0, 2.0, (HEIGHT, WIDTH))[..., None]
        yield np.clip(CLIPS[clip](number / FPS) + noise, 0, 255).astype(np.uint8)
