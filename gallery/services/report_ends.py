"""How reports end, and that whoever reported is told."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gallery.models import UNSETTLED, Notice, NoticeKind, Photo, Report, ReportState
from gallery.services.notices import notices_give

_TELLS = {ReportState.RESOLVED: NoticeKind.REPORT_RESOLVED, ReportState.DISMISSED: NoticeKind.REPORT_DISMISSED}


@transaction.atomic
def reports_close(*, reports: QuerySet[Report], state: ReportState) -> list[Report]:
    """Close those of `reports` that are not, tell the reporters that can be reached, and forget their addresses."""
    closing = list(reports.filter(state__in=UNSETTLED).order_by("pk").select_for_update(of=("self",)))
    Report.objects.filter(pk__in=[report.pk for report in closing]).update(
        state=state, closed_at=timezone.now(), email=""
    )
    notices_give(_news(closing, _TELLS[state]))
    return closing


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
