"""Reading photos, the owner first: what isn't one's own does not exist, and a hidden photo exists for nobody."""

from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from accounts.models import User
from gallery.models import Photo

ORDER: Final = ("-taken_on", "-id")
"""By the day on the clock of the place, the newest first; within a day as the server took them in."""


FROM_BEHIND_HIDDEN: Final = Q(folded_behind__hidden_at__isnull=False, reviewed_at=None)
"""Alternates that came to the front because staff hid the moment's photo, and that staff have not looked at since."""


class Place(NamedTuple):
    """Where a photo stands in that order."""

    taken_on: date
    id: int


def photos(owner: User) -> QuerySet[Photo]:
    """All of `owner`'s photos, those in the trash too, newest first."""
    return Photo.objects.filter(owner=owner, hidden_at=None).order_by(*ORDER).prefetch_related("alternates")


def twins_of_hidden(owner: User) -> QuerySet[Photo]:
    """What `owner` keeps of such alternates; found from the hidden ones, which are few and have an index."""
    hidden = Photo.objects.filter(owner=owner, hidden_at__isnull=False)
    behind = Photo.objects.filter(folded_behind__in=hidden.order_by().values("pk"), reviewed_at=None)
    return behind.filter(hidden_at=None, trashed_at=None)


def in_front(queryset: QuerySet[Photo]) -> QuerySet[Photo]:
    """Without the alternates that lie folded behind a photo in the same place, album or trash."""
    elsewhere = (
        Q(folded_behind__trashed_at__isnull=True, trashed_at__isnull=False)
        | Q(folded_behind__trashed_at__isnull=False, trashed_at__isnull=True)
        | Q(folded_behind__trashed_at__lt=F("trashed_at"))
        | Q(folded_behind__trashed_at__gt=F("trashed_at"))
    )
    return queryset.filter(Q(folded_behind=None) | Q(folded_behind__hidden_at__isnull=False) | elsewhere)


def kept(owner: User) -> QuerySet[Photo]:
    """All that `owner` keeps, alternates too, newest first."""
    return photos(owner).filter(trashed_at=None)


def album(owner: User) -> QuerySet[Photo]:
    """What `owner` keeps, newest first, one photo a moment."""
    return in_front(kept(owner))


def favourites(owner: User) -> QuerySet[Photo]:
    """What `owner` gave a star, newest first: exactly those pictures, whatever folds behind what."""
    return kept(owner).filter(favourite=True)


def trash(owner: User) -> QuerySet[Photo]:
    """What `owner` threw away less than 30 days ago, newest photo first, one a moment."""
    return in_front(photos(owner).filter(trashed_at__isnull=False))


def last_trashed_at(owner: User) -> datetime | None:
    """When `owner` last threw anything away that is still in the trash."""
    last: datetime | None = photos(owner).aggregate(last=Max("trashed_at"))["last"]
    return last


def trashed_at(owner: User, when: datetime) -> list[UUID]:
    """What `owner` threw away at once at that time and left there, one photo a moment."""
    return list(trash(owner).filter(trashed_at=when).values_list("uid", flat=True))


def photo_for(owner: User, uid: UUID) -> Photo:
    """One photo of `owner`'s, in the trash or not. Raises Photo.DoesNotExist."""
    return photos(owner).get(uid=uid)


def chosen(owner: User, uids: set[UUID]) -> list[Photo]:
    """Those of `uids` that are `owner`'s, in the trash or not, newest first; the others are left out without a word."""
    return list(_chosen(owner, uids))


def chosen_to_name(owner: User, uids: set[UUID]) -> list[Photo]:
    """The same with nothing but id and time: some thousand of them are held for as long as their ZIP goes out."""
    return list(_chosen(owner, uids).only("uid", "taken_at", "time_zone"))


def _chosen(owner: User, uids: set[UUID]) -> QuerySet[Photo]:
    return Photo.objects.filter(owner=owner, hidden_at=None, uid__in=uids).order_by(*ORDER)


def in_order(owner: User, uids: list[UUID]) -> list[Photo]:
    """Photos that `owner` keeps, as they are named, one perhaps twice. Raises Photo.DoesNotExist for any other."""
    kept_ones = Photo.objects.filter(owner=owner, hidden_at=None, trashed_at=None, uid__in=uids)
    found = {photo.uid: photo for photo in kept_ones}
    if missing := set(uids) - set(found):
        raise Photo.DoesNotExist(missing)
    return [found[uid] for uid in uids]


def older_than(queryset: QuerySet[Photo], place: Place) -> QuerySet[Photo]:
    """The photos of `queryset` (one of the above) that come after `place`."""
    return queryset.filter(taken_on__lte=place.taken_on).exclude(taken_on=place.taken_on, id__gte=place.id)


def newer_than(queryset: QuerySet[Photo], place: Place) -> QuerySet[Photo]:
    """The photos of `queryset` (one of the above) that come before `place`, the next one first."""
    newer = queryset.filter(taken_on__gte=place.taken_on).exclude(taken_on=place.taken_on, id__lte=place.id)
    return newer.reverse()


def page_after(
    queryset: QuerySet[Photo], owner: User | None, after: UUID | None, size: int
) -> tuple[list[Photo], bool]:
    """At most `size` photos of `queryset` (one of the above) beyond the photo `after`, and whether more follow.

    `after` is any of `owner`'s, trashed or hidden meanwhile or not; without `owner`, for whoever must not learn what is
    theirs, one of `queryset`. Raises Photo.DoesNotExist for any other.
    """
    if after is not None:
        known = queryset.prefetch_related(None) if owner is None else Photo.objects.filter(owner=owner)
        last = known.only("id", "taken_on").get(uid=after)
        queryset = older_than(queryset, Place(last.taken_on, last.id))
    found = list(queryset[: size + 1])
    return found[:size], len(found) > size


def neighbours(owner: User, photo: Photo) -> tuple[Photo | None, Photo | None]:
    """The next newer and the next older photo of the album."""
    place = Place(photo.taken_on, photo.id)
    return newer_than(album(owner), place).first(), older_than(album(owner), place).first()
