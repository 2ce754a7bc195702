"""Keeping a new photo: files first, then the row, then the answer. A kill at any point loses nothing acknowledged."""

import hashlib
import math
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID
from zoneinfo import available_timezones

import numpy as np
import numpy.typing as npt
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.preferences import smile_kept
from gallery import files
from gallery.errors import (
    CaptureConflictError,
    PhotoGoneError,
    PhotoNotSavedError,
    SaveFailedError,
    StorageFullError,
    is_full,
)
from gallery.models import Photo
from gallery.quota import quota_check
from gallery.services.gone_captures import capture_is_gone
from gallery.services.moments import fold, gather
from gallery.services.teaching import teaches
from gallery.when import local_day
from mlmodels.perceptual_hash import perceptual_hash

Pixels = npt.NDArray[np.uint8]


class PhotoFacts(TypedDict):
    """What is known of a new photo beside its picture. `taken_at` is aware; an unknown `time_zone` counts as UTC;
    `source` is one of Source. Pictures of one `moment` belong together; `manual`: by the shutter.
    """

    capture_id: UUID
    taken_at: datetime
    time_zone: str
    source: str
    emotion: str
    scores: Mapping[str, float]
    happy: float
    sharpness: float
    frame: int | None
    moment: NotRequired[UUID | None]
    manual: NotRequired[bool]


def photo_create(*, owner: User, picture: Pixels, alternate: bool = False, **facts: Unpack[PhotoFacts]) -> Photo:
    """Keep `picture`, BGR uint8 (H, W, 3), upright. Returns when it is on the disk and its row is committed.

    A second call with the same owner, capture id and picture returns the photo of the first one, wherever that is by
    now (the trash, too). An `alternate` one folds behind the first of its moment.

    Raises CaptureConflictError (same capture id, another picture or one that staff hid), PhotoGoneError (deleted for
    good since), QuotaExceededError, StorageFullError, SaveFailedError (with its cause), and ValueError for arguments
    that no caller should pass.
    """
    _check(picture, facts["taken_at"], [facts["happy"], facts["sharpness"], *facts["scores"].values()])
    photo = _new(owner, picture, facts)
    try:
        return _not_hidden(_kept_before(photo) or _keep(photo, picture, alternate=alternate))
    except PhotoNotSavedError:
        raise
    except Exception as error:
        raise (StorageFullError if is_full(error) else SaveFailedError)(str(error)) from error


def _new(owner: User, picture: Pixels, facts: PhotoFacts) -> Photo:
    """Its row, unsaved."""
    place = known_time_zone(facts["time_zone"])
    plain = {
        "time_zone": place,
        "happy": float(facts["happy"]),
        "sharpness": float(facts["sharpness"]),
        "scores": {name: float(score) for name, score in facts["scores"].items()},
    }
    return Photo(
        owner=owner,
        digest=picture_digest(picture),
        phash=perceptual_hash(picture[:, :, ::-1]),
        taken_on=local_day(facts["taken_at"], place),
        width=picture.shape[1],
        height=picture.shape[0],
        **{**facts, **plain},
    )


def picture_digest(picture: Pixels) -> str:
    """SHA-256 of height, width and pixels, in hex: the same picture however it was encoded on its way."""
    size = np.array(picture.shape[:2], dtype="<u4").tobytes()
    return hashlib.sha256(size + np.ascontiguousarray(picture).tobytes()).hexdigest()


def known_time_zone(name: str) -> str:
    """`name` when it is an IANA time zone that this machine knows, else "UTC"."""
    return name if name in _time_zones() else "UTC"


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _check(picture: Pixels, taken_at: datetime, numbers: list[float]) -> None:
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8 or not picture.size:  # noqa: PLR2004
        raise ValueError(f"picture: uint8 (H, W, 3) expected, not {picture.dtype} {picture.shape}")
    if timezone.is_naive(taken_at):
        raise ValueError("taken_at: a time with its zone expected")
    if not all(map(math.isfinite, numbers)):
        raise ValueError("happy, sharpness and scores: finite numbers expected")


def _kept_before(photo: Photo) -> Photo | None:
    """What this owner and capture id already have. Raises CaptureConflictError when it shows another picture, and
    PhotoGoneError when they had it.
    """
    kept = Photo.objects.filter(owner=photo.owner, capture_id=photo.capture_id).first()
    if kept is None and capture_is_gone(photo):
        raise PhotoGoneError(f"capture {photo.capture_id} was deleted")
    if kept is not None and kept.digest != photo.digest:
        raise CaptureConflictError(f"capture {photo.capture_id} is another picture")
    return kept


def _not_hidden(photo: Photo) -> Photo:
    """What staff hid exists for nobody, and its id is taken all the same."""
    if photo.hidden_at is not None:
        raise CaptureConflictError(f"capture {photo.capture_id} is not to be had")
    return photo


def _keep(photo: Photo, picture: Pixels, *, alternate: bool) -> Photo:
    encoded = files.encode_photo(picture)
    photo.bytes, photo.checksum = len(encoded), hashlib.sha256(encoded).hexdigest()
    quota_check(photo.owner, photo.bytes)
    files.write(photo.uid, photo=encoded, thumbnail=files.encode_thumbnail(picture))
    try:
        # Durable: whoever gets the photo back may tell its owner that it is safe.
        with transaction.atomic(durable=True):
            kept = _kept_before(photo)
            if kept is None:
                _check_alone(photo)
                _insert(photo, alternate=alternate)
    except DatabaseError:
        # The commit may have been done all the same, or another of the same capture came first: the database knows. If
        # it can't be asked, the files stay: with a row they are a photo, without one the sweeper takes them.
        kept = _kept_or_removed(photo)
        if kept is None:
            raise
    except BaseException:
        files.remove(photo.uid)
        raise
    if kept is not None and kept.uid != photo.uid:
        files.remove(photo.uid)
    return kept or photo


def _check_alone(photo: Photo) -> None:
    """The quota once more, while no other save of the same person can come in between."""
    User.objects.select_for_update().only("pk").get(pk=photo.owner_id)
    quota_check(photo.owner, photo.bytes)


def _insert(photo: Photo, *, alternate: bool) -> None:
    fold(photo, alternate=alternate)
    photo.full_clean(validate_unique=False, validate_constraints=False)
    photo.save(force_insert=True)
    gather(photo)
    if teaches(photo):
        smile_kept(user=photo.owner)


def _kept_or_removed(photo: Photo) -> Photo | None:
    """The row that stands for this capture after a failed save; without one the new files are removed."""
    try:
        kept = _kept_before(photo)
    except (CaptureConflictError, PhotoGoneError):
        files.remove(photo.uid)
        raise
    if kept is None:
        files.remove(photo.uid)
    return kept
