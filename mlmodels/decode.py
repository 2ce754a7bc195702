"""Bytes from outside become pixels here and nowhere else, guarded before any decoder sees them.

A JPEG of 632 bytes that claims 30000×30000 pixels costs an unguarded decoder 7 s and 4.7 GB; its header read costs
microseconds, so size, type and scan count are judged from the bytes first.
"""

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import simplejpeg
from PIL import Image, ImageOps

from mlmodels.errors import ImageRejectedError

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one kind of picture may be: bytes, pixels in all, and pixels of the shorter side."""

    max_bytes: int
    max_pixels: int
    min_side: int


FRAME: Final = Limits(max_bytes=300_000, max_pixels=2_100_000, min_side=32)
STILL: Final = Limits(max_bytes=12 * 1024 * 1024, max_pixels=26_000_000, min_side=120)
UPLOAD: Final = Limits(max_bytes=32 * 1024 * 1024, max_pixels=52_000_000, min_side=32)
"""Telephones make up to 50 megapixels; in memory, at four bytes a pixel, that is 200 MB for one picture."""
PICTURE: Final = Limits(max_bytes=64 * 1024 * 1024, max_pixels=64_000_000, min_side=16)
MAX_SIDE: Final = 16_000
MAX_ASPECT: Final = 8
"""Longer or narrower than any camera's picture. MediaPipe's detector pads pictures square, and OpenCV's remap
aborts the whole process, beyond any `except`, from 32,767 pixels on."""
MAX_SCANS: Final = 20
"""A camera's JPEG has 1 scan, a progressive one about 10; a file of 1,000 scans is decoded 1,000 times over."""

JPEG_START: Final = b"\xff\xd8\xff"
_EOI: Final = b"\xff\xd9"
_SOS: Final = re.compile(b"\xff\xda")
"""Start of a scan. `re` finds it three times as fast as `bytes.count`, which stumbles over every 0xFF."""


def decode_jpeg(data: bytes, limits: Limits = FRAME, *, spare: bool = False) -> Pixels:
    """Decode a JPEG to RGB, uint8 (height, width, 3), upright by its EXIF orientation.

    With `spare` to (height, width, 4): four bytes a pixel, the last without meaning, are filled and warped faster.
    Raises ImageRejectedError with empty_frame, too_large, not_jpeg, too_small, too_many_pixels or bad_image.
    """
    if not data:
        raise ImageRejectedError("empty_frame")
    if len(data) > limits.max_bytes:
        raise ImageRejectedError("too_large")
    if not data.startswith(JPEG_START):
        # A single byte or two of a JPEG is a broken JPEG, not another format.
        raise ImageRejectedError("bad_image" if JPEG_START.startswith(data) else "not_jpeg")
    _check_structure(data)
    try:
        height, width, _, _ = simplejpeg.decode_jpeg_header(data)
    except ValueError as error:
        raise ImageRejectedError("bad_image") from error
    check_size(width, height, limits)
    fast = limits is FRAME  # a few percent faster, and a little coarser than a picture that is kept may be
    try:
        layout = "RGBX" if spare else "RGB"
        pixels: Pixels = simplejpeg.decode_jpeg(data, colorspace=layout, fastdct=fast, fastupsample=fast)
    except (ValueError, MemoryError) as error:
        raise ImageRejectedError("bad_image") from error
    return _upright(pixels, data)


def _check_structure(data: bytes) -> None:
    """Count scans and look for the end: inside compressed data 0xFF is always followed by 0 or a restart mark, so a
    search for the marks is exact there. What follows the end is ignored and never stored.
    """
    if len(_SOS.findall(data)) > MAX_SCANS:
        raise ImageRejectedError("bad_image")
    if not data.endswith(_EOI) and data.find(_EOI, max(0, data.rfind(b"\xff\xda"))) < 0:
        raise ImageRejectedError("bad_image")


def check_size(width: int, height: int, limits: Limits) -> None:
    """Judge a size that a header claims. Raises ImageRejectedError (too_small, too_many_pixels)."""
    if min(width, height) < limits.min_side:
        raise ImageRejectedError("too_small")
    long, short = max(width, height), min(width, height)
    if width * height > limits.max_pixels or long > MAX_SIDE or long > MAX_ASPECT * short:
        raise ImageRejectedError("too_many_pixels")


_TURNS: Final = {3: 2, 6: 3, 8: 1}  # EXIF orientation → quarter turns anticlockwise
_MIRRORED: Final = {2: 0, 4: 2, 5: 3, 7: 1}


def _upright(pixels: Pixels, data: bytes) -> Pixels:
    if b"Exif\x00\x00" not in data[:4096]:
        return pixels
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            orientation = image.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 - Pillow raises nearly anything there
        return pixels  # a broken EXIF block says nothing about the way up
    if orientation in _MIRRORED:
        return np.ascontiguousarray(np.rot90(pixels, _MIRRORED[orientation])[:, ::-1])
    return np.ascontiguousarray(np.rot90(pixels, _TURNS.get(orientation, 0)))


def read_picture(source: Path | bytes, limits: Limits = PICTURE) -> Pixels:
    """Read a picture file of any common format to RGB, uint8 (height, width, 3), upright.

    For files that an operator names (training, `analyze`), never for bytes from a client.
    Raises ImageRejectedError with empty_frame, too_large, bad_image, too_small or too_many_pixels.
    """
    try:
        data = source if isinstance(source, bytes) else _read_bounded(source, limits)
    except OSError as error:
        raise ImageRejectedError("bad_image") from error
    if not data:
        raise ImageRejectedError("empty_frame")
    try:
        with Image.open(io.BytesIO(data)) as image:
            check_size(*image.size, limits)
            return np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    except ImageRejectedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRejectedError("too_many_pixels") from error
    # Pillow's plugins raise nearly anything on a damaged file.
    except Exception as error:
        raise ImageRejectedError("bad_image") from error


def _read_bounded(path: Path, limits: Limits) -> bytes:
    if path.stat().st_size > limits.max_bytes:
        raise ImageRejectedError("too_large")
    return path.read_bytes()
