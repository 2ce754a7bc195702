"""Reading photos, the owner first: what isn't one's own does not exist, and a hidden photo exists for nobody."""

from uuid import UUID

from django.db.models import F, Q, QuerySet

from accounts.models import User
from gallery.models import Photo


def photos(owner: User) -> QuerySet[Photo]:
    """All of `owner`'s photos, those in the trash too, newest first."""
    return Photo.objects.filter(owner=owner, hidden_at=None).order_by("-id").prefetch_related("alternates")


def in_front(queryset: QuerySet[Photo]) -> QuerySet[Photo]:
    """Without the alternates that lie folded behind a photo in the same place, album or trash."""
    elsewhere = (
        Q(folded_behind__trashed_at__isnull=True, trashed_at__isnull=False)
        | Q(folded_behind__trashed_at__isnull=False, trashed_at__isnull=True)
        | Q(folded_behind__trashed_at__lt=F("trashed_at"))
        | Q(folded_behind__trashed_at__gt=F("trashed_at"))
    )
    return queryset.filter(Q(folded_behind=None) | Q(folded_behind__hidden_at__isnull=False) | elsewhere)


def album(owner: User) -> QuerySet[Photo]:
    """What `owner` keeps, newest first, one photo a moment."""
    return in_front(photos(owner).filter(trashed_at=None))


def trash(owner: User) -> QuerySet[Photo]:
    """What `owner` threw away less than 30 days ago, newest photo first, one a moment."""
    return in_front(photos(owner).filter(trashed_at__isnull=False))


def photo_for(owner: User, uid: UUID) -> Photo:
    """One photo of `owner`'s, in the trash or not. Raises Photo.DoesNotExist."""
    return photos(owner).get(uid=uid)


def page_after(queryset: QuerySet[Photo], owner: User, after: UUID | None, size: int) -> tuple[list[Photo], bool]:
    """At most `size` photos of `queryset` (one of the above) beyond `owner`'s photo `after`, and whether more follow.

    `after` may have been trashed or hidden meanwhile. Raises Photo.DoesNotExist when it is not `owner`'s.
    """
    if after is not None:
        queryset = queryset.filter(id__lt=Photo.objects.only("id").get(owner=owner, uid=after).id)
    found = list(queryset[: size + 1])
    return found[:size], len(found) > size


def neighbours(owner: User, photo: Photo) -> tuple[Photo | None, Photo | None]:
    """The next newer and the next older photo of the album."""
    newer = album(owner).filter(id__gt=photo.id).order_by("id").first()
    older = album(owner).filter(id__lt=photo.id).first()
    return newer, older
