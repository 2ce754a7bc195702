"""Somebody reports a shared photo; staff hide the photo or dismiss the report, and everybody is told."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.audit import audit, audit_each
from accounts.audit_actions import AuditAction
from accounts.models import User
from gallery.models import UNSETTLED, Notice, NoticeKind, Photo, Report, ReportState, Share
from gallery.services.moderation import photos_hide
from gallery.services.notices import notices_give
from gallery.services.report_ends import reports_close, unsettled


def report_create(
    *, share: Share, photo: Photo, reason: str, text: str = "", reporter: User | None = None, email: str = ""
) -> Report:
    """Report `photo`, which is seen through `share`. Who is not signed in may leave an address to hear what came of it.

    Reporting once more what one reported changes nothing; an address stands in one unsettled report of a photo.
    Raises ValidationError by field; `photo` for one's own.
    """
    if reporter is not None and reporter.pk == share.owner_id:
        raise ValidationError({"photo": ValidationError(_("This photo is yours: you can revoke the link."), "own")})
    report = Report(share=share, photo=photo, reason=reason, reporter=reporter, language=get_language() or "en")
    report.text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    report.email = "" if reporter else email.strip().lower()
    report.clean_fields()
    try:
        return _saved(report)
    except IntegrityError:
        if reporter:
            return Report.objects.get(photo=photo, reporter=reporter, state__in=UNSETTLED)
        # The address hears of this photo already. Whose it is nobody knows: what was reported under it is not told.
        report.email = ""
        return _saved(report)


@transaction.atomic
def _saved(report: Report) -> Report:
    report.save()
    audit(AuditAction.REPORT_MADE, by=report.reporter, about=report.photo.owner_id, thing=report)
    return report


@transaction.atomic
def reports_take(*, reports: QuerySet[Report], by: User) -> int:
    """Look at those of `reports` that nobody has settled: they are `by`'s from now on. Returns how many."""
    taken = list(unsettled(reports, by).select_for_update())
    Report.objects.filter(pk__in=[report.pk for report in taken]).update(state=ReportState.LOOKING, assignee=by)
    return audit_each(AuditAction.REPORT_TAKEN, taken, by=by)


@transaction.atomic
def reports_hide(*, reports: QuerySet[Report], by: User, reason: str) -> int:
    """Hide the photos that `reports` are about, which settles whatever was reported of them; how many reports of these.

    Raises ValidationError (`reason`) as `photos_hide` does.
    """
    chosen = list(unsettled(reports, by).values_list("pk", "photo"))
    photos_hide(photos=Photo.objects.filter(pk__in=[photo for _pk, photo in chosen]), by=by, reason=reason)
    # Of a photo that was hidden already.
    reports_resolve(reports=Report.objects.filter(pk__in=[pk for pk, _photo in chosen]), by=by, reason=reason)
    return len(chosen)


def reports_resolve(*, reports: QuerySet[Report], by: User, reason: str = "") -> int:
    """Something was done, without hiding the photo: its owner took it back, say. Returns how many were not settled."""
    return len(reports_close(reports=reports, state=ReportState.RESOLVED, by=by, reason=reason))


@transaction.atomic
def reports_dismiss(*, reports: QuerySet[Report], by: User, reason: str = "") -> int:
    """The photos may stay as they are. Their owners are told that, and not who reported them. Returns how many."""
    closed = reports_close(reports=reports, state=ReportState.DISMISSED, by=by, reason=reason)
    photos = Photo.objects.filter(pk__in={report.photo_id for report in closed})
    notices_give(Notice(user_id=photo.owner_id, photo=photo, kind=NoticeKind.KEPT) for photo in photos.order_by("pk"))
    return len(closed)
