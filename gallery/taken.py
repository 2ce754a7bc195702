"""When and where an uploaded picture was taken: its own EXIF, else what the client says, else now."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone as django_timezone

from mlmodels.exif import Taken

FIRST_PHOTO: Final = datetime(1826, 1, 1, tzinfo=UTC)
"""Niépce's view from his window. Anything earlier is a clock that was never set."""
_AHEAD: Final = timedelta(days=1)
"""Clocks go wrong, but not everyone's by so much."""


def taken_at(exif: Taken | None, said: datetime | None, zone: str) -> tuple[datetime, str]:
    """The time, aware, and the IANA zone to show it in. `said` is the client's word, `zone` the client's known zone."""
    if exif and (when := _from_exif(exif, zone)):
        return when
    return (said if said and _possible(said) else django_timezone.now()), zone


def _from_exif(exif: Taken, zone: str) -> tuple[datetime, str] | None:
    if exif.offset is None:
        local = exif.local.replace(tzinfo=ZoneInfo(zone))
        return (local, zone) if _possible(local) else None
    there = exif.local.replace(tzinfo=timezone(exif.offset))
    return (there, _zone_of(there, exif.offset, zone)) if _possible(there) else None


def _zone_of(there: datetime, offset: timedelta, zone: str) -> str:
    """The client's own zone where its clocks showed the same; else one named after the offset, if of whole hours."""
    if there.astimezone(ZoneInfo(zone)).utcoffset() == offset or offset % timedelta(hours=1):
        return zone
    hours = offset // timedelta(hours=1)
    # These names count the other way round (POSIX).
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def _possible(when: datetime) -> bool:
    try:
        return FIRST_PHOTO <= when <= django_timezone.now() + _AHEAD
    except OverflowError:
        return False
