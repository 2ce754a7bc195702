"""Albums: made, renamed, filled and given up. Photos never depend on them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.models import User
from gallery.memo import plain
from gallery.models import Album, Photo, Placement

MAX_ALBUMS: Final = 500
"""Of one person."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a smart album holds: photos that fit all that is set. `happy_min` is a probability; both days count."""

    emotion: str = ""
    happy_min: float | None = None
    day_from: date | None = None
    day_to: date | None = None


@transaction.atomic
def album_create(*, owner: User, name: str, rules: Rules | None = None) -> Album:
    """A new album; with `rules` a smart one. Raises ValidationError: no name, one of over 80 characters or that the
    owner has already, no rule, days in the wrong order, or MAX_ALBUMS already.
    """
    # Two tabs at once wait for each other on the person's row.
    User.objects.select_for_update().get(pk=owner.pk)
    if Album.objects.filter(owner=owner).count() >= MAX_ALBUMS:
        message = _("You have %(limit)d albums, as many as there can be. Delete one first.") % {"limit": MAX_ALBUMS}
        raise ValidationError({"name": ValidationError(message, "too_many")})
    return _saved(Album(owner=owner, smart=rules is not None), name, rules)


def album_change(*, album: Album, name: str, rules: Rules | None = None) -> Album:
    """Rename it and, if it is a smart one, set its rules. Raises ValidationError as `album_create` does."""
    return _saved(album, name, rules if album.smart else None)


@transaction.atomic
def album_delete(*, album: Album) -> None:
    """The album goes, its photos stay."""
    audit(AuditAction.ALBUM_DELETED, thing=album)
    album.delete()


@transaction.atomic
def album_add(*, album: Album, photos: Sequence[Photo]) -> int:
    """Put photos of the same owner into the album; how many were not in it. Raises ValidationError for a smart one."""
    if album.smart:
        raise ValidationError({"album": ValidationError(_("This album fills itself."), "smart")})
    there = set(album.placements.filter(photo__in=photos).values_list("photo_id", flat=True))
    new = {photo.pk: photo for photo in photos if photo.pk not in there}
    Placement.objects.bulk_create(
        (Placement(album=album, photo=photo, taken_on=photo.taken_on) for photo in new.values()),
        ignore_conflicts=True,  # another device may have been as quick
    )
    return len(new)


def album_remove(*, album: Album, photos: Sequence[Photo]) -> int:
    """Take photos out of the album; how many were in it."""
    gone, _kinds = album.placements.filter(photo__in=photos).delete()
    return gone


def _saved(album: Album, name: str, rules: Rules | None) -> Album:
    album.name = " ".join("".join(filter(_is_text, plain(name))).split())
    if rules is not None:
        album.emotion, album.happy_min = rules.emotion, rules.happy_min
        album.day_from, album.day_to = rules.day_from, rules.day_to
    if Album.objects.filter(owner=album.owner, name=album.name).exclude(pk=album.pk).exists():
        raise _taken()
    album.full_clean()
    try:
        with transaction.atomic():
            album.save()
    except IntegrityError as error:  # another device was as quick
        raise _taken() from error
    return album


def _taken() -> ValidationError:
    return ValidationError({"name": ValidationError(_("You have an album of that name already."), "unique")})


def _is_text(char: str) -> bool:
    """Not one of the invisible ones that turn a line around; the one that joins emoji may stay."""
    return char == "\u200d" or unicodedata.category(char) != "Cf"
