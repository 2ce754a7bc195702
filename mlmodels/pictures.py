"""Pictures that people bring: JPEG, PNG, WebP and HEIC, judged by their first bytes before any decoder sees the rest.

What no decoder here is meant for (GIF, TIFF, AVIF, SVG, PDF, …) never reaches one: it is `not_jpeg`, like a frame that
is none.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pillow_heif
from PIL import Image, ImageOps

from mlmodels.colour_profile import srgb
from mlmodels.decode import JPEG_START, UPLOAD, Limits, Pixels, check_size, decode_jpeg
from mlmodels.errors import ImageRejectedError
from mlmodels.exif import Taken, taken_in
from mlmodels.picture_size import png_size, webp_size

_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_WHITE: Final = (255, 255, 255)

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Upright sRGB pixels, uint8 (height, width, 3), and when the camera says it was."""

    pixels: Pixels
    taken: Taken | None


def open_picture(data: bytes, limits: Limits = UPLOAD) -> Picture:
    """Decode one picture. Of an animation the first frame; what is transparent becomes white.

    Raises ImageRejectedError with empty_frame, too_large, not_jpeg, too_small, too_many_pixels or bad_image.
    """
    if not data:
        raise ImageRejectedError("empty_frame")
    if len(data) > limits.max_bytes:
        raise ImageRejectedError("too_large")
    kind = _kind_of(data)
    if kind == "JPEG":
        pixels = decode_jpeg(data, limits)
        return _with_pillow(data, kind, lambda _image: pixels)
    if size := {"PNG": png_size, "WEBP": webp_size}.get(kind):
        check_size(*size(data), limits)

    def decode(image: Image.Image) -> Pixels:
        check_size(*image.size, limits)
        return np.array(_flat(ImageOps.exif_transpose(image)))

    return _with_pillow(data, kind, decode)


def _kind_of(data: bytes) -> str:
    """Pillow's name of the format. Raises ImageRejectedError (not_jpeg; bad_image for the mere beginning of one)."""
    if data.startswith(JPEG_START):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "HEIF"
    starts = (JPEG_START, b"\x89PNG\r\n\x1a\n", b"RIFF")
    raise ImageRejectedError("bad_image" if any(start.startswith(data) for start in starts) else "not_jpeg")


def _with_pillow(data: bytes, kind: str, decode: Callable[[Image.Image], Pixels]) -> Picture:
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            # Read first: turning an image upright drops both.
            taken, profile = taken_in(image), image.info.get("icc_profile")
            return Picture(srgb(decode(image), profile), taken)
    except ImageRejectedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRejectedError("too_many_pixels") from error
    # Pillow's plugins raise nearly anything on a damaged file.
    except Exception as error:
        raise ImageRejectedError("bad_image") from error


def _flat(image: Image.Image) -> Image.Image:
    """RGB, what is transparent on white."""
    if image.mode.startswith("I"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    paper = Image.new("RGB", clear.size, _WHITE)
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper
