"""The album by days: a calendar of kept smiles, and what happened on this day of earlier years."""

import re
from calendar import isleap
from collections import defaultdict
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from gallery.models import Photo
from gallery.selectors.photos import album, kept

_YEARS: Final = 120
"""Photography of faces is not much older, and no calendar here begins earlier."""


def today_of(owner: User) -> date:
    """The day it is where `owner`'s newest photo was taken; without any, the server's."""
    newest = kept(owner).prefetch_related(None).values_list("time_zone", flat=True).first()
    return timezone.localdate(timezone=ZoneInfo(newest) if newest else None)


def month_of_smiles(owner: User, first: date) -> list[Photo]:
    """The happiest photo of each day in the month that begins with `first`; `of_day` says how many there are."""
    days: defaultdict[date, list[tuple[float, int]]] = defaultdict(list)
    found = album(owner).prefetch_related(None).filter(taken_on__gte=first, taken_on__lt=next_month(first))
    for day, happy, number in found.values_list("taken_on", "happy", "id"):
        days[day].append((happy, number))
    # Within the month again: by their numbers alone SQLite would walk through the whole album.
    shown = list(found.filter(id__in=[max(day)[1] for day in days.values()]))
    for photo in shown:
        photo.of_day = len(days[photo.taken_on])  # type: ignore[attr-defined]
    return shown[::-1]


def months_around(owner: User, first: date) -> tuple[date | None, date | None]:
    """The first days of the next older and the next newer month that have photos."""
    days = album(owner).prefetch_related(None).values_list("taken_on", flat=True)
    older = days.filter(taken_on__lt=first).first()
    newer = days.filter(taken_on__gte=next_month(first)).reverse().first()
    return older and older.replace(day=1), newer and newer.replace(day=1)


def newest_month(owner: User) -> date | None:
    """The first day of the newest month that has photos."""
    newest = album(owner).prefetch_related(None).values_list("taken_on", flat=True).first()
    return newest and newest.replace(day=1)


def month_named(text: str) -> date:
    """The first day of a month such as 2026-11. Raises ValueError, also for the first year and the last month of all
    time: days around them have no dates.
    """
    if not re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII) or text.startswith("0001") or text == "9999-12":
        raise ValueError(text)
    return date.fromisoformat(f"{text}-01")


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def in_earlier_years(queryset: QuerySet[Photo], day: date) -> QuerySet[Photo]:
    """Those of `queryset` that were taken on this day of an earlier year. Who was born on the 29th of February
    remembers on the 28th where there is none.
    """
    years = range(max(day.year - _YEARS, 1), day.year)
    days = [date(year, day.month, day.day) for year in years if (day.month, day.day) != (2, 29) or isleap(year)]
    if (day.month, day.day) == (2, 28) and not isleap(day.year):
        days += [date(year, 2, 29) for year in years if isleap(year)]
    return queryset.filter(taken_on__in=days)
