"""The way to a month of an album: which ones have photos, asked of the index alone, however large the album is."""

from datetime import MAXYEAR, date
from typing import NamedTuple

from django.db.models import Count, Exists, QuerySet, Subquery

from accounts.models import User
from gallery.models import Photo
from gallery.selectors.days import month_named, next_month
from gallery.selectors.photos import album


class Span(NamedTuple):
    """A month or a year: its first day, and the first one after it."""

    first: date
    end: date


class Jumps(NamedTuple):
    """`years` that have photos; `months` (their first days) that have some in `year`: all newest first. `newer` is the
    month before the one that was jumped to.
    """

    years: list[int]
    months: list[date]
    year: int
    newer: date | None


def span_named(text: str) -> Span:
    """A month such as 2026-11 or a year such as 2026. Raises ValueError; the calendar's last year is none."""
    first = month_named(text if "-" in text else f"{text}-01")
    if first.year == MAXYEAR:
        raise ValueError(text)
    return _month(first) if "-" in text else _year(first)


def up_to(queryset: QuerySet[Photo], span: Span) -> QuerySet[Photo]:
    """Those of `queryset` that were taken in `span` or before."""
    return queryset.filter(taken_on__lt=span.end)


def jumps(owner: User, span: Span | None) -> Jumps | None:
    """Where in the album one may jump to, with the months of `span`'s year or the newest. None without photos."""
    found = album(owner).prefetch_related(None)
    after = found.filter(taken_on__gte=span.end) if span else found.none()
    ends = User.objects.filter(pk=owner.pk).values_list(*map(_day, (found, found.reverse(), after.reverse()))).get()
    if ends[0] is None:
        return None
    newest, oldest, newer = ends
    year = span.first.year if span else newest.year
    years = [_year(date(number, 1, 1)) for number in range(newest.year, oldest.year - 1, -1)]
    months = [_month(date(year, number, 1)) for number in range(12, 0, -1)]
    some = _with_photos(owner, found.order_by(), years + months)
    shown = [[each.first for each in spans if each in some] for spans in (years, months)]
    return Jumps([first.year for first in shown[0]], shown[1], year, newer and newer.replace(day=1))


def days_of_year(owner: User, year: Span) -> dict[date, int]:
    """How many photos each day of the year has; days without any are left out."""
    found = album(owner).prefetch_related(None).filter(taken_on__gte=year.first, taken_on__lt=year.end)
    return dict(found.order_by().values_list("taken_on").annotate(Count("id")))


def years_around(owner: User, year: Span) -> tuple[int | None, int | None]:
    """The next older and the next newer year that have photos."""
    days = album(owner).prefetch_related(None).values_list("taken_on", flat=True)
    older, newer = days.filter(taken_on__lt=year.first).first(), days.filter(taken_on__gte=year.end).reverse().first()
    return older.year if older else None, newer.year if newer else None


def _month(first: date) -> Span:
    return Span(first, next_month(first))


def _year(first: date) -> Span:
    return Span(first, first.replace(year=first.year + 1))


def _day(queryset: QuerySet[Photo]) -> Subquery:
    return Subquery(queryset.values("taken_on")[:1])


def _with_photos(owner: User, queryset: QuerySet[Photo], spans: list[Span]) -> set[Span]:
    """Those of `spans` in which `queryset` has any: one look into the index each, in one query."""
    asked = [Exists(queryset.filter(taken_on__gte=span.first, taken_on__lt=span.end)) for span in spans]
    there = User.objects.filter(pk=owner.pk).values_list(*asked).get()
    return {span for span, some in zip(spans, there, strict=True) if some}
