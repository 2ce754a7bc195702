"""When a photo was taken, on the clock of the place where it was."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from gallery.models import Photo


def local_time(photo: "Photo") -> datetime:
    """The moment with the place's own zone."""
    return photo.taken_at.astimezone(ZoneInfo(photo.time_zone))


def local_day(taken_at: datetime, time_zone: str) -> date:
    """The day it was there. `taken_at` is aware, `time_zone` an IANA name. The calendar's two ends are UTC's."""
    try:
        return taken_at.astimezone(ZoneInfo(time_zone)).date()
    except OverflowError:
        return taken_at.date()
