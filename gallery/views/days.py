"""The album by days: the calendar of kept smiles, and what happened on this day of earlier years."""

from calendar import Calendar
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from gallery import selectors
from gallery.views.albums import photo_page
from gallery.views.common import owner_of
from gallery.views.years import first_weekday, year_page


@require_safe
@never_cache
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """One month, each day with its happiest photo; without `?month=2026-11` the newest that has any. `?year=2026` is a
    whole year.
    """
    if year := request.GET.get("year"):
        return year_page(request, year)
    owner = owner_of(request)
    today = selectors.today_of(owner)
    first = _month_asked(request) or selectors.newest_month(owner) or today.replace(day=1)
    older, newer = selectors.months_around(owner, first)
    context = {"first": first, "older": older, "newer": newer, "today": today, **_weeks(owner, first)}
    return render(request, "gallery/calendar.html", context)


@require_safe
@never_cache
@login_required
def on_this_day(request: HttpRequest) -> HttpResponse:
    """What happened on this day of earlier years."""
    owner = owner_of(request)
    today = selectors.today_of(owner)
    context = photo_page(request, selectors.in_earlier_years(selectors.album(owner), today))
    return render(request, "gallery/on_this_day.html", context | {"today": today, "choices": selectors.albums(owner)})


def _month_asked(request: HttpRequest) -> date | None:
    text = request.GET.get("month")
    try:
        return selectors.month_named(text) if text else None
    except ValueError as error:
        raise Http404 from error


def _weeks(owner: User, first: date) -> dict[str, Any]:
    """`weekdays` (short and whole names) and `weeks`: seven pairs each of a day and its photo, None outside the month
    and where there is none. `kept` is how many photos the month has.
    """
    best = {photo.taken_on: photo for photo in selectors.month_of_smiles(owner, first)}
    begins = first_weekday()
    weeks = [
        [(day if day.month == first.month else None, best.get(day)) for day in week]
        for week in Calendar(begins).monthdatescalendar(first.year, first.month)
    ]
    names = [(WEEKDAYS_ABBR[day % 7], WEEKDAYS[day % 7]) for day in range(begins, begins + 7)]
    return {"weeks": weeks, "weekdays": names, "kept": sum(photo.of_day for photo in best.values())}  # type: ignore[attr-defined]
