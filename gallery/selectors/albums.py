"""Reading albums, the owner first."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from accounts.models import User
from gallery.models import Album, Photo
from gallery.selectors.photos import album as timeline
from gallery.selectors.photos import kept


def albums(owner: User) -> QuerySet[Album]:
    """`owner`'s albums by name."""
    return Album.objects.filter(owner=owner).order_by("name", "id")


def shelf(owner: User) -> QuerySet[Album]:
    """`owner`'s albums by name, each with the `uid` of its newest photo as `cover` and, if its owner fills it, how many
    photos it holds as `held`.
    """
    put_in = kept(owner).prefetch_related(None).filter(placements__album=OuterRef("pk"))
    put_in = put_in.order_by("-placements__taken_on", "-placements__photo_id")
    visible = Q(placements__photo__trashed_at=None, placements__photo__hidden_at=None)
    return albums(owner).annotate(
        held=Count("placements", filter=Q(smart=False) & visible),
        cover=Coalesce(Subquery(put_in.values("uid")[:1]), Subquery(fitting(timeline(owner)).values("uid")[:1])),
    )


def fitting(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    """Those that fit the rules of the smart album around this subquery; none for any other."""
    of_smart = photos.prefetch_related(None).filter(Exact(OuterRef("smart"), Value(value=True)))
    return of_smart.filter(
        Q(Exact(OuterRef("emotion"), Value(""))) | Q(emotion=OuterRef("emotion")),
        happy__gte=Coalesce(OuterRef("happy_min"), 0.0),
        taken_on__gte=Coalesce(OuterRef("day_from"), date.min),
        taken_on__lte=Coalesce(OuterRef("day_to"), date.max),
    )


def album_for(owner: User, uid: UUID) -> Album:
    """One album of `owner`'s. Raises Album.DoesNotExist."""
    return albums(owner).get(uid=uid)


def album_photos(owner: User, album: Album) -> QuerySet[Photo]:
    """What lies in `owner`'s album, in the album's order: exactly the pictures that were put into it, or what fits the
    rules of a smart one, one photo a moment.
    """
    return timeline(owner).filter(**rules(album)) if album.smart else placed(kept(owner), album)


def placed(queryset: QuerySet[Photo], album: Album) -> QuerySet[Photo]:
    """Those of `queryset` that were put into `album`; ordered by the index of places, not of photos."""
    found = queryset.filter(placements__album=album)
    return found.order_by("-placements__taken_on", "-placements__photo_id")


def rules(album: Album) -> dict[str, Any]:
    """A smart album's rules as conditions on photos."""
    wanted = {
        "emotion": album.emotion or None,
        "happy__gte": album.happy_min,
        "taken_on__gte": album.day_from,
        "taken_on__lte": album.day_to,
    }
    return {condition: value for condition, value in wanted.items() if value is not None}


def holding(owner: User, photo: Photo) -> QuerySet[Album]:
    """The albums that `photo` was put into."""
    return albums(owner).filter(placements__photo=photo)
