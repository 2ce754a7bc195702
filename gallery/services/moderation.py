"""Staff hide photos, with a reason, and bring them back. A hidden photo is gone for everyone, its owner too; the owner
is told why, and whoever reported it that something was done.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import audit_each
from accounts.audit_actions import AuditAction
from accounts.models import User
from gallery.batches import batches
from gallery.models import REASON_CHARS, Appeal, AppealState, Notice, NoticeKind, Photo, Report, ReportState
from gallery.services.impartial import cases_of_others
from gallery.services.jobs import exports_renew
from gallery.services.notices import notices_give
from gallery.services.report_ends import reports_close


@transaction.atomic
def photos_hide(*, photos: QuerySet[Photo], by: User, reason: str) -> int:
    """Hide those of `photos` that are visible and not `by`'s own, and say how many they were. Their owners read
    `reason`.

    Raises ValidationError (`reason`) without a reason or with one of more than 500 characters.
    """
    reason = reason_clean(reason)
    now = timezone.now()
    visible = Photo.objects.filter(pk__in=photos.order_by().values("pk"), hidden_at=None)
    found = list(cases_of_others(visible, by).select_for_update().only("uid", "owner"))
    return sum(_hide_some(some, now, by, reason) for some in batches(found))


@transaction.atomic
def photos_unhide(*, photos: QuerySet[Photo], by: User | None = None, reason: str = "") -> int:
    """Make `photos` visible again, but `by`'s own, and say how many were hidden. Staff have seen them, so that they are
    reviewed; an appeal that waits has its answer. `reason` is for the audit trail alone.
    """
    now = timezone.now()
    hidden = Photo.objects.filter(pk__in=photos.order_by().values("pk"), hidden_at__isnull=False)
    found = list(cases_of_others(hidden, by).select_for_update().only("uid", "owner"))
    return sum(_unhide_some(some, now, by, reason) for some in batches(found))


def photo_hide(*, photo: Photo, by: User, reason: str) -> Photo:
    """Hide one photo. Raises ValidationError as `photos_hide` does."""
    photos_hide(photos=Photo.objects.filter(pk=photo.pk), by=by, reason=reason)
    photo.refresh_from_db()
    return photo


def photo_unhide(*, photo: Photo, by: User | None = None) -> Photo:
    """Make one photo visible again."""
    photos_unhide(photos=Photo.objects.filter(pk=photo.pk), by=by)
    photo.refresh_from_db()
    return photo


def _hide_some(some: list[Photo], now: datetime, by: User, reason: str) -> int:
    found = Photo.objects.filter(pk__in=[photo.pk for photo in some])
    found.update(hidden_at=now, hidden_reason=reason, hidden_by=by)
    # They come to the front now. Links show them once staff have looked at them again.
    Photo.objects.filter(folded_behind__in=found.values("pk")).update(reviewed_at=None)
    audit_each(AuditAction.PHOTO_HIDDEN, some, by=by, reason=reason)
    notices_give(
        Notice(user_id=photo.owner_id, photo=photo, kind=NoticeKind.HIDDEN, reason=reason, created_at=now)
        for photo in some
    )
    exports_renew(owners={photo.owner_id for photo in some})
    reported = Report.objects.filter(photo__in=found.values("pk"))
    reports_close(reports=reported, state=ReportState.RESOLVED, by=by, reason=reason)
    return len(some)


def _unhide_some(some: list[Photo], now: datetime, by: User | None, reason: str) -> int:
    found = Photo.objects.filter(pk__in=[photo.pk for photo in some])
    waiting = Appeal.objects.filter(notice__photo__in=found.values("pk"), state=AppealState.OPEN)
    audit_each(AuditAction.APPEAL_GRANTED, waiting.select_related("notice"), by=by, reason=reason)
    waiting.update(state=AppealState.RESTORED, decided_at=now, decided_by=by)
    found.update(hidden_at=None, hidden_reason="", hidden_by=None, reviewed_at=Coalesce("reviewed_at", now))
    audit_each(AuditAction.PHOTO_RESTORED, some, by=by, reason=reason)
    notices_give(Notice(user_id=photo.owner_id, photo=photo, kind=NoticeKind.RESTORED) for photo in some)
    return len(some)


def reason_clean(reason: str) -> str:
    """On one line. Raises ValidationError (`reason`)."""
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise ValidationError({"reason": ValidationError(_("Say why the photo is hidden."), "required")})
    if len(reason) > REASON_CHARS:
        raise ValidationError({"reason": ValidationError(_("The reason is too long."), "too_long")})
    return reason
