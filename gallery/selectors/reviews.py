"""What waits for staff to look at it, before links show it."""

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from gallery.models import Album, Photo, Share
from gallery.selectors.photos import in_front


def waiting() -> QuerySet[Photo]:
    """Everybody's photos that a link would show now if they were reviewed, oldest first; for staff alone."""
    unseen = Photo.objects.filter(_unseen(), reviewed_at=None, hidden_at=None, trashed_at=None)
    unseen = unseen.filter(owner__is_active=True, owner__deletion_due_at=None)
    shown = Exists(_links(photo=OuterRef("pk"))) | Exists(_placed()) | Exists(_fitting())
    return in_front(unseen).filter(shown).order_by("id")


def names_waiting() -> QuerySet[Album]:
    """Everybody's albums whose name a link would say now if it were reviewed, oldest first; for staff alone."""
    if not settings.SHARES_WAIT_FOR_REVIEW:
        return Album.objects.none()
    new = Album.objects.filter(owner__trust=User.Trust.NEW, owner__is_active=True, owner__deletion_due_at=None)
    return new.exclude(reviewed_name=F("name")).filter(Exists(_links(album=OuterRef("pk")))).order_by("id")


def _unseen() -> Q:
    # Hidden photos are few and have an index: what lies behind them is found from there, before links are looked at.
    hidden = Photo.objects.filter(hidden_at__isnull=False).order_by()
    behind = Q(folded_behind__in=hidden.values("pk"))
    return Q(owner__trust=User.Trust.NEW) | behind if settings.SHARES_WAIT_FOR_REVIEW else behind


def _links(**of: object) -> QuerySet[Share]:
    in_time = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return Share.objects.filter(in_time, revoked_at=None, **of)


def _placed() -> QuerySet[Share]:
    return _links(album__smart=False, album__placements__photo=OuterRef("pk"))


def _fitting() -> QuerySet[Share]:
    """Links to smart albums whose rules the photo around this subquery fits."""
    smart = _links(owner=OuterRef("owner"), album__smart=True)
    return smart.filter(
        Q(album__emotion="") | Q(album__emotion=OuterRef("emotion")),
        Q(album__happy_min=None) | Q(album__happy_min__lte=OuterRef("happy")),
        Q(album__day_from=None) | Q(album__day_from__lte=OuterRef("taken_on")),
        Q(album__day_to=None) | Q(album__day_to__gte=OuterRef("taken_on")),
    )
