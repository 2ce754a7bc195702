"""Colours as sRGB. What is kept carries no profile, and a telephone's Display P3 read as sRGB would look pale."""

import io
from typing import Final

import numpy as np
from PIL import Image, ImageCms

from mlmodels.decode import Pixels

_SRGB: Final = ImageCms.createProfile("sRGB")
_MAX_BYTES: Final = 1024 * 1024
_ROWS: Final = 256
"""Rows changed at a time: a second and a third copy of 50 megapixels would be hundreds of megabytes."""


def srgb(pixels: Pixels, profile: object) -> Pixels:
    """RGB pixels of the given ICC profile (bytes) as sRGB. Without a profile, or with one that can't be used, as they
    are."""
    if not isinstance(profile, bytes) or not 0 < len(profile) <= _MAX_BYTES:
        return pixels
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != "RGB" or "sRGB" in ImageCms.getProfileDescription(source):
            return pixels
        change = ImageCms.buildTransform(source, _SRGB, "RGB", "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return pixels
    for top in range(0, len(pixels), _ROWS):
        rows = Image.fromarray(pixels[top : top + _ROWS])
        pixels[top : top + _ROWS] = np.asarray(ImageCms.applyTransform(rows, change))
    return pixels
