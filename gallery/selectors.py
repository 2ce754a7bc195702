"""Reading photos, the owner first: what isn't one's own does not exist, and a hidden photo exists for nobody."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from gallery.models import Photo


def photos(owner: User) -> QuerySet[Photo]:
    """All of `owner`'s photos, those in the trash too, newest first."""
    return Photo.objects.filter(owner=owner, hidden_at=None).order_by("-id")


def album(owner: User) -> QuerySet[Photo]:
    """What `owner` keeps, newest first."""
    return photos(owner).filter(trashed_at=None)


def trash(owner: User) -> QuerySet[Photo]:
    """What `owner` threw away less than 30 days ago, newest photo first."""
    return photos(owner).filter(trashed_at__isnull=False)


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
