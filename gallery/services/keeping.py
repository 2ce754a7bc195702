"""What an owner does with photos that are kept: the trash and back, gone for good; many at once, or one.

Whoever calls has fetched the photos through the owner-first selectors; all of them are one person's.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.audit import audit_each
from accounts.audit_actions import AuditAction
from accounts.preferences import smile_restored, smile_undone
from gallery import files
from gallery.models import Notice, NoticeKind, Photo
from gallery.services.gone_captures import captures_remember
from gallery.services.notices import notices_count, notices_give
from gallery.services.report_ends import reports_of_gone
from gallery.services.teaching import still_teaches

_TO_DELETE: Final = ("uid", "owner", "taken_on", "hidden_at", "capture_id", "source", "created_at")


@transaction.atomic
def photos_trash(*, photos: Sequence[Photo]) -> int:
    """Put photos into the trash, their alternates with them, and say how many of `photos` moved. What is there already
    stays since when it was.
    """
    moving = list(Photo.objects.filter(pk__in=[photo.pk for photo in photos], trashed_at=None).select_related("owner"))
    ids = [photo.pk for photo in moving]
    with_alternates = Photo.objects.filter(Q(pk__in=ids) | Q(folded_behind__in=ids))
    with_alternates.filter(trashed_at=None).update(trashed_at=timezone.now())
    for photo in moving:
        if still_teaches(photo):
            smile_undone(user=photo.owner)
    return len(moving)


def photo_trash(*, photo: Photo) -> Photo:
    """Put one photo into the trash. Raises Photo.DoesNotExist when somebody was faster who deleted it."""
    photos_trash(photos=[photo])
    photo.refresh_from_db(fields=["trashed_at"])
    return photo


@transaction.atomic
def photos_restore(*, photos: Sequence[Photo]) -> int:
    """Take photos back out of the trash, and the alternates that went with them; how many of `photos` came back.

    An alternate whose photo stays in the trash stands for itself from now on.
    """
    gone = Photo.objects.filter(pk__in=[photo.pk for photo in photos], trashed_at__isnull=False)
    coming = list(gone.select_related("owner"))
    went_along = Photo.objects.filter(folded_behind__in=coming, trashed_at=F("folded_behind__trashed_at"))
    ids = [*(photo.pk for photo in coming), *went_along.values_list("pk", flat=True)]
    Photo.objects.filter(pk__in=ids).update(trashed_at=None)
    alone = Photo.objects.filter(pk__in=ids, folded_behind__trashed_at__isnull=False).values_list("pk", flat=True)
    Photo.objects.filter(pk__in=list(alone)).update(folded_behind=None, moment=None)
    for photo in coming:
        if still_teaches(photo):
            smile_restored(user=photo.owner)
    return len(coming)


def photo_restore(*, photo: Photo) -> Photo:
    """Take one photo back out of the trash. Raises Photo.DoesNotExist when the purge was faster."""
    photos_restore(photos=[photo])
    photo.refresh_from_db(fields=["trashed_at", "folded_behind", "moment"])
    return photo


@transaction.atomic
def photos_delete(*, photos: Sequence[Photo], reason: str = "", hidden_too: bool = False) -> None:
    """Delete the rows, and with their commit the files: never a row without its picture. Alternates that lie in the
    trash with one of them go too; any other stands for itself from now on.

    With staff's `reason` the owners are told. What staff hid, perhaps since it was fetched, stays without `hidden_too`.
    """
    ids = [photo.pk for photo in photos]
    behind = Q(folded_behind__in=ids, trashed_at=F("folded_behind__trashed_at"), hidden_at=None)
    named = Q(pk__in=ids) if hidden_too else Q(pk__in=ids, hidden_at=None)
    wanted = list(Photo.objects.filter(named | behind).values_list("pk", flat=True))
    found = Photo.objects.select_for_update().filter(pk__in=wanted).only(*_TO_DELETE)
    gone = [photo for photo in found if hidden_too or photo.hidden_at is None]
    for photo in gone:
        transaction.on_commit(partial(files.remove, photo.uid))
    going = Photo.objects.filter(pk__in=[photo.pk for photo in gone])
    reports_of_gone(photos=going)
    audit_each(AuditAction.PHOTO_DELETED, gone, reason=reason)
    captures_remember(gone)
    going.delete()
    _tell(gone, reason)


def _tell(gone: Sequence[Photo], reason: str) -> None:
    """What the owners were told of these photos went with them, and counts no more."""
    if not reason:
        notices_count({photo.owner_id for photo in gone})
        return
    notices_give(
        Notice(user_id=photo.owner_id, kind=NoticeKind.DELETED, taken_on=photo.taken_on, reason=reason)
        for photo in gone
    )


def photo_delete(*, photo: Photo, hidden_too: bool = False) -> None:
    """Delete one photo for good; with `hidden_too` also one that staff hid."""
    photos_delete(photos=[photo], hidden_too=hidden_too)
