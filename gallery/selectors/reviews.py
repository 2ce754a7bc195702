"""What waits for staff to look at it, before links show it."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from gallery.models import Photo, Placement, Share
from gallery.selectors.photos import in_front


def waiting() -> QuerySet[Photo]:
    """Everybody's photos that a link would show now if they were reviewed, oldest first; for staff alone."""
    if not settings.SHARES_WAIT_FOR_REVIEW:
        return Photo.objects.none()
    owners = User.objects.filter(trust=User.Trust.NEW, is_active=True, deletion_due_at=None)
    unseen = Photo.objects.filter(owner__in=owners, reviewed_at=None, hidden_at=None, trashed_at=None)
    shown = Exists(_links(photo=OuterRef("pk"))) | Exists(_placed()) | Exists(_fitting())
    return in_front(unseen).filter(shown).order_by("id")


def _links(**of: object) -> QuerySet[Share]:
    in_time = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return Share.objects.filter(in_time, revoked_at=None, **of)


def _placed() -> QuerySet[Placement]:
    return Placement.objects.filter(photo=OuterRef("pk"), album__in=_links(album__smart=False).values("album"))


def _fitting() -> QuerySet[Share]:
    """Links to smart albums whose rules the photo around this subquery fits."""
    smart = _links(owner=OuterRef("owner"), album__smart=True)
    return smart.filter(
        Q(album__emotion="") | Q(album__emotion=OuterRef("emotion")),
        Q(album__happy_min=None) | Q(album__happy_min__lte=OuterRef("happy")),
        Q(album__day_from=None) | Q(album__day_from__lte=OuterRef("taken_on")),
        Q(album__day_to=None) | Q(album__day_to__gte=OuterRef("taken_on")),
    )
