"""How reports end, and that whoever reported is told."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit import audit_each
from accounts.audit_actions import AuditAction
from accounts.models import User
from gallery.models import UNSETTLED, Notice, NoticeKind, Photo, Report, ReportState
from gallery.services.impartial import cases_of_others
from gallery.services.notices import notices_give

_ENDS = {
    ReportState.RESOLVED: (NoticeKind.REPORT_RESOLVED, AuditAction.REPORT_RESOLVED),
    ReportState.DISMISSED: (NoticeKind.REPORT_DISMISSED, AuditAction.REPORT_DISMISSED),
}


@transaction.atomic
def reports_close(
    *, reports: QuerySet[Report], state: ReportState, by: User | None = None, reason: str = ""
) -> list[Report]:
    """Close those of `reports` that are not, tell the reporters that can be reached, and forget their addresses.

    `reason` is for the audit trail alone.
    """
    closing = list(unsettled(reports, by).order_by("pk").select_for_update())
    if not closing:
        return closing
    Report.objects.filter(pk__in=[report.pk for report in closing]).update(
        state=state, closed_at=timezone.now(), email=""
    )
    kind, action = _ENDS[state]
    audit_each(action, closing, by=by, reason=reason)
    notices_give(_news(closing, kind))
    return closing


def unsettled(reports: QuerySet[Report], by: User | None) -> QuerySet[Report]:
    """Those that somebody still has to look at and `by` may, by their numbers: what a list joins and counts can't be
    locked.
    """
    mine = cases_of_others(reports, by, owner="photo__owner")
    return Report.objects.filter(pk__in=mine.order_by().values("pk"), state__in=UNSETTLED)


def reports_of_gone(*, photos: QuerySet[Photo]) -> None:
    """These photos are about to be deleted by their owners: whoever reported one is told that it is gone."""
    reports_close(reports=Report.objects.filter(photo__in=photos.order_by().values("pk")), state=ReportState.RESOLVED)


def _news(reports: list[Report], kind: NoticeKind) -> Iterator[Notice]:
    for report in reports:
        if report.reporter_id is not None or report.email:
            yield Notice(
                user_id=report.reporter_id,
                email="" if report.reporter_id else report.email,
                language=report.language,
                kind=kind,
                reported_at=report.created_at,
            )
