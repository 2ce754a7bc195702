"""Whether rows and files still agree, photo by photo: for `manage.py check_photos`, after a crash, a move or a restore.

Nothing is changed while looking. What `mend` can't bring back it leaves alone.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final
from uuid import UUID

import numpy as np
from PIL import Image

from gallery import files
from gallery.models import Photo
from gallery.services.keeping import photo_delete
from gallery.services.tidying import old_strays

_PAGE: Final = 500


class Problem(StrEnum):
    """What can be wrong, worst first."""

    MISSING = "missing"
    """A row without its picture; mended by deleting the row: there is nothing to show."""
    DAMAGED = "damaged"
    """The picture is not the one that was kept; only a backup helps."""
    UNREADABLE = "unreadable"
    """The disk refuses to hand a file out. It may be whole, so that nothing is mended."""
    THUMBNAIL = "thumbnail"
    """The small picture is gone or can't be read; made anew from the large one."""
    UNVERIFIED = "unverified"
    """Kept by a version without checksums; noted once it is read and has the right size."""
    STRAY = "stray"
    """A file without a row, over an hour old; removed."""
    LEFTOVER = "leftover"
    """An unfinished file of a save that was killed, over an hour old; removed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: a photo's, or a file's that belongs to none."""

    problem: Problem
    name: str
    """The photo's public id, or the file's name."""
    photo: int = 0
    path: Path | None = None


def photos_check() -> Iterator[Finding | None]:
    """A step for every photo, with what is wrong with it."""
    last, rows = 0, Photo.objects.order_by("id").only("uid", "width", "height", "bytes", "checksum")
    while page := list(rows.filter(id__gt=last)[:_PAGE]):
        for photo in page:
            problem = _problem(photo)
            yield Finding(problem, str(photo.uid), photo=photo.pk) if problem else None
        last = page[-1].pk


def strays_check() -> Iterator[Finding]:
    """Files in the photos' folder that belong to nothing."""
    for path, leftover in old_strays(exports=False):
        yield Finding(Problem.LEFTOVER if leftover else Problem.STRAY, path.name, path=path)


def mend(finding: Finding) -> bool:
    """Do what can be done about it; whether it was."""
    if finding.path is not None:
        finding.path.unlink(missing_ok=True)
        return True
    photo = Photo.objects.filter(pk=finding.photo).first()
    if photo is None or _problem(photo) != finding.problem:
        return True  # its owner was faster
    if finding.problem == Problem.MISSING:
        photo_delete(photo=photo, hidden_too=True)
    elif finding.problem == Problem.THUMBNAIL:
        files.rewrite_thumbnail(photo.uid, files.encode_thumbnail(_pixels(photo.uid)))
    elif finding.problem == Problem.UNVERIFIED:
        checksum = checksum_of(files.photo_path(photo.uid).read_bytes())
        Photo.objects.filter(pk=photo.pk, checksum="").update(checksum=checksum)
    else:
        return False
    return True


def checksum_of(jpeg: bytes) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(jpeg).hexdigest()


def _problem(photo: Photo) -> Problem | None:
    try:
        return _problem_in(photo)
    except OSError as error:
        problem = Problem.MISSING if isinstance(error, FileNotFoundError) else Problem.UNREADABLE
        return problem if Photo.objects.filter(pk=photo.pk).exists() else None


def _problem_in(photo: Photo) -> Problem | None:
    """Raises OSError: FileNotFoundError if there is no picture, others for what can't be known."""
    if not _is_what_was_kept(photo, files.photo_path(photo.uid).read_bytes()):
        return Problem.DAMAGED
    if not _readable(files.thumbnail_path(photo.uid)):
        return Problem.THUMBNAIL
    return None if photo.checksum else Problem.UNVERIFIED


def _is_what_was_kept(photo: Photo, jpeg: bytes) -> bool:
    if photo.checksum:
        return checksum_of(jpeg) == photo.checksum
    return len(jpeg) == photo.bytes and _size(io.BytesIO(jpeg)) == (photo.width, photo.height)


def _readable(path: Path) -> bool:
    try:
        return _size(io.BytesIO(path.read_bytes())) is not None
    except FileNotFoundError:
        return False


def _size(file: io.BytesIO) -> tuple[int, int] | None:
    """Width and height, if every pixel can be read."""
    try:
        with Image.open(file, formats=["JPEG"]) as image:
            image.load()
            return image.size
    except (OSError, SyntaxError, ValueError):
        return None


def _pixels(uid: UUID) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """BGR (H, W, 3)."""
    with Image.open(files.photo_path(uid), formats=["JPEG"]) as image:
        return np.asarray(image.convert("RGB"))[:, :, ::-1]
