"""The calendar of a whole year: twelve small months, each with a mark on the days that have photos."""

from calendar import Calendar
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import get_format

from gallery import selectors
from gallery.views.common import owner_of


def year_page(request: HttpRequest, text: str) -> HttpResponse:
    """For `calendar`, which sees that somebody is signed in."""
    owner, year = owner_of(request), _year_named(text)
    kept = selectors.days_of_year(owner, year)
    older, newer = selectors.years_around(owner, year)
    months = [_month(date(year.first.year, number, 1), kept) for number in range(1, 13)]
    context = {"year": year.first, "months": months, "kept": sum(kept.values()), "older": older, "newer": newer}
    return render(request, "gallery/calendar_year.html", context)


def _year_named(text: str) -> selectors.Span:
    try:
        return selectors.span_named(text if "-" not in text else "")
    except ValueError as error:
        raise Http404 from error


def first_weekday() -> int:
    """The day that weeks begin with where the reader is, 0 for Monday."""
    return (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7


def _month(first: date, kept: dict[date, int]) -> dict[str, Any]:
    """`first`, how many photos it has (`kept`), and its `days` in whole weeks: how many each has, None outside."""
    days = Calendar(first_weekday()).itermonthdates(first.year, first.month)
    counts = [kept.get(day, 0) if day.month == first.month else None for day in days]
    return {"first": first, "days": counts, "kept": sum(count or 0 for count in counts)}
