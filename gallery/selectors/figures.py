"""How much there is of everything, for staff alone: figures of the whole site, and nobody's in particular."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from gallery.models import UNSETTLED, Appeal, AppealState, Job, JobKind, JobState, Photo, Report
from gallery.models.job import UNFINISHED
from gallery.selectors.reviews import names_waiting, waiting


@dataclass(frozen=True, slots=True)
class Figures:
    """Photos that are kept (in the trash, too) and their bytes; what waits for staff; what the server has to do."""

    photos: int
    photo_bytes: int
    trashed: int
    hidden: int
    waiting: int
    names_waiting: int
    reports: int
    appeals: int
    exports: int
    export_bytes: int
    jobs: int
    failed_jobs: int


def figures() -> Figures:
    """Six queries, however much there is."""
    kept = Photo.objects.order_by().aggregate(
        photos=Count("pk"),
        photo_bytes=Sum("bytes", default=0),
        trashed=Count("pk", filter=Q(trashed_at__isnull=False)),
        hidden=Count("pk", filter=Q(hidden_at__isnull=False)),
    )
    made = Job.objects.order_by().aggregate(
        exports=Count("pk", filter=Q(bytes__isnull=False)),
        export_bytes=Sum("bytes", default=0),
        jobs=Count("pk", filter=Q(state__in=UNFINISHED, kind=JobKind.EVERYTHING)),
        failed_jobs=Count("pk", filter=Q(state=JobState.FAILED)),
    )
    return Figures(
        **kept,
        **made,
        waiting=waiting().order_by().count(),
        names_waiting=names_waiting().order_by().count(),
        reports=Report.objects.filter(state__in=UNSETTLED).count(),
        appeals=Appeal.objects.filter(state=AppealState.OPEN).count(),
    )


def photos_by_day(days: int) -> list[tuple[date, int]]:
    """How many photos were taken on each of the last `days` days at the places where they were, today last."""
    today = timezone.localdate()
    first = today - timedelta(days=days - 1)
    taken = Photo.objects.filter(taken_on__range=(first, today)).order_by().values("taken_on")
    counted = dict(taken.annotate(count=Count("pk")).values_list("taken_on", "count"))
    return [(day, counted.get(day, 0)) for day in (first + timedelta(days=number) for number in range(days))]
