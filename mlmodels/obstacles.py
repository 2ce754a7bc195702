"""What keeps a picture of a face from being a good photo, whatever the face expresses; said by camera and API alike."""

from typing import Final

from mlmodels.reading import FrameReading

MIN_FACE: Final = 0.12
"""Least face height, as a fraction of the picture's shorter side."""
MIN_BRIGHTNESS: Final = 35.0
"""Least mean grey of the face, 0–255."""
DARK_ROOM: Final = MIN_BRIGHTNESS / 2
"""A picture below this mean grey is too dark to find a face on."""
BLURRED_FACE: Final = 12.0
"""A face below this variance of the Laplacian (`mlmodels.sharpness`) is blurred on any camera."""
BLURRED_PICTURE: Final = 20.0
"""The same for the sharpest part of a picture without a face. Of 16 of scikit-image's pictures the least sharp one has
45; blurred by 3 pixels in 640, 14 of them are below."""

NO_FACE: Final = "no_face"
TOO_SMALL: Final = "too_small"
TOO_DARK: Final = "too_dark"
TOO_BLURRY: Final = "too_blurry"


def obstacle(reading: FrameReading) -> str | None:
    """The first obstacle in a single picture, in the camera's order and words; None when there is none."""
    face = reading.face
    if face is None:
        return TOO_DARK if reading.brightness < DARK_ROOM else NO_FACE
    if face.size < MIN_FACE:
        return TOO_SMALL
    if face.brightness < MIN_BRIGHTNESS:
        return TOO_DARK
    return TOO_BLURRY if face.sharpness < BLURRED_FACE else None
