"""Photos of the album that show the same as another one: exactly, pixel by pixel, or nearly, by their hashes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from accounts.models import User
from gallery.models.photo import BANDS, Photo
from gallery.selectors.photos import kept
from mlmodels.perceptual_hash import NEAR, hash_distance

MOST: Final = 12
_BAND_BITS: Final = 16


@dataclass(frozen=True, slots=True)
class Alike:
    """A photo that looks the same; `exact` when not one pixel differs."""

    photo: Photo
    exact: bool


def alike(owner: User, photo: Photo) -> list[Alike]:
    """At most 12 of `owner`'s other photos that look like `photo`, the most similar first; its own moment's left out.

    Two queries, however large the album is: each part of the hash has an index.
    """
    found = [(_distance(photo, each), each) for each in _candidates(owner, photo)]
    near = sorted(((far, each) for far, each in found if far <= NEAR), key=lambda pair: (pair[0], -pair[1].id))
    return [Alike(each, exact=far < 0) for far, each in near[:MOST]]


def _distance(photo: Photo, other: Photo) -> int:
    """−1 for the same pixels, else how far apart (bits) the hashes are."""
    if photo.digest == other.digest:
        return -1
    if photo.phash is None or other.phash is None:
        return NEAR + 1
    return hash_distance(photo.phash, other.phash)


def _candidates(owner: User, photo: Photo) -> Iterator[Photo]:
    # The owner stands in each branch, and the index's own condition too: only so SQLite takes an index for each.
    wanted = Q(owner=owner, digest=photo.digest)
    if photo.phash is not None:
        for band in range(BANDS):
            part = photo.phash >> _BAND_BITS * band & (1 << _BAND_BITS) - 1
            close = [part, *(part ^ 1 << bit for bit in range(_BAND_BITS))]
            wanted |= Q(owner=owner, phash__isnull=False, **{f"phash_band_{band}__in": close})
    others = kept(owner).filter(wanted).exclude(pk=photo.pk)
    yield from others.exclude(moment=photo.moment) if photo.moment else others
