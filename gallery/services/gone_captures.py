"""A photo that was deleted for good stays away, though its ticket is good for a week: a device that was away may send
its picture once more.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from gallery.models import GoneCapture, Photo, Source

TICKET_LIFE: Final = timedelta(days=7)
"""As long as a ticket of the camera is good (`capture.tickets.LIFETIME_S`)."""
WITH_TICKETS: Final = {Source.CAMERA, Source.FILE}


def captures_remember(photos: Iterable[Photo]) -> None:
    """Called with photos that are being deleted: those for which there may be a ticket are not to come back."""
    since = timezone.now() - TICKET_LIFE
    gone = [photo for photo in photos if photo.source in WITH_TICKETS and photo.created_at > since]
    rows = [GoneCapture(owner_id=photo.owner_id, capture_id=photo.capture_id) for photo in gone]
    GoneCapture.objects.bulk_create(rows, ignore_conflicts=True)


def capture_is_gone(photo: Photo) -> bool:
    """Whether this new photo's owner has deleted it, or staff have."""
    is_one = photo.source in WITH_TICKETS
    return is_one and GoneCapture.objects.filter(owner=photo.owner_id, capture_id=photo.capture_id).exists()


def captures_due() -> QuerySet[GoneCapture]:
    """Those for which no ticket is good any more."""
    return GoneCapture.objects.filter(gone_at__lt=timezone.now() - TICKET_LIFE)


def captures_forgetting() -> Iterator[int]:
    """Forget them; how many."""
    yield captures_due().delete()[0]
