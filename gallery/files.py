"""A photo's two files: the picture and its thumbnail, under names made from the public id alone.

A file appears under its final name only when every byte of it is on the disk. PHOTO_DIR has no address on the web.
"""

import io
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt
import simplejpeg
from django.conf import settings
from PIL import Image, ImageFilter

from gallery import disk

THUMBNAIL_SIDE: Final = 480
BLURRED_SIDE: Final = 12
"""Pixels of what staff see before they ask for more: colours and light, and a face of three pixels."""
_PHOTO_QUALITY: Final = 93
_THUMBNAIL_QUALITY: Final = 82


def folder() -> Path:
    """Where all photos lie."""
    return Path(settings.PHOTO_DIR)


def photo_path(uid: UUID) -> Path:
    """The picture as it was kept."""
    return folder() / f"{uid}.jpg"


def thumbnail_path(uid: UUID) -> Path:
    """The picture with its longer side at most 480 pixels."""
    return folder() / f"{uid}.thumbnail.jpg"


def encode_photo(picture: npt.NDArray[np.uint8]) -> bytes:
    """A fresh JPEG of `picture`, BGR (H, W, 3): the client's own bytes, with whatever rode in them, are never kept.

    Chroma at half size, as every camera delivers it; at 93 a second generation is not told from the first by eye.
    """
    jpeg: bytes = simplejpeg.encode_jpeg(
        np.ascontiguousarray(picture), quality=_PHOTO_QUALITY, colorspace="BGR", colorsubsampling="420", fastdct=False
    )
    return jpeg


def encode_thumbnail(picture: npt.NDArray[np.uint8]) -> bytes:
    """A JPEG of at most 480×480 pixels of `picture`, BGR (H, W, 3), in its own proportions."""
    image = Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1]))
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    with io.BytesIO() as buffer:
        image.save(buffer, "JPEG", quality=_THUMBNAIL_QUALITY, optimize=True)
        return buffer.getvalue()


def read_blurred(uid: UUID) -> bytes:
    """A JPEG of at most 12×12 pixels, made from the thumbnail. Raises OSError."""
    with Image.open(thumbnail_path(uid)) as image, io.BytesIO() as buffer:
        image.draft("RGB", (BLURRED_SIDE * 4, BLURRED_SIDE * 4))
        image.thumbnail((BLURRED_SIDE, BLURRED_SIDE), Image.Resampling.BOX)
        image.filter(ImageFilter.GaussianBlur(1)).save(buffer, "JPEG", quality=_THUMBNAIL_QUALITY)
        return buffer.getvalue()


def write(uid: UUID, *, photo: bytes, thumbnail: bytes) -> None:
    """Put both files on the disk, or neither. Raises OSError."""
    disk.make_folder(folder())
    try:
        for path, data in ((photo_path(uid), photo), (thumbnail_path(uid), thumbnail)):
            with disk.whole(path) as file:
                file.write(data)
        disk.fsync_folder(folder())
    except BaseException:
        remove(uid)
        raise


def rewrite_thumbnail(uid: UUID, thumbnail: bytes) -> None:
    """In the place of one that is lost. Raises OSError."""
    with disk.whole(thumbnail_path(uid)) as file:
        file.write(thumbnail)
    disk.fsync_folder(folder())


def remove(uid: UUID) -> None:
    """Remove both files; one that is not there, or that can't go now, is the sweeper's business."""
    for path in (photo_path(uid), thumbnail_path(uid)):
        with suppress(OSError):
            path.unlink()


def uid_of(path: Path) -> UUID | None:
    """The photo that a file in the folder belongs to; None for a name that `write` does not give."""
    stem, dot, ending = path.name.partition(".")
    if not dot or ending not in {"jpg", "thumbnail.jpg"}:
        return None
    try:
        return UUID(stem)
    except ValueError:
        return None
