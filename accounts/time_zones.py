"""The time zones a person may choose."""

from functools import cache
from typing import Final
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_REGIONS: Final = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip


@cache
def time_zones() -> tuple[str, ...]:
    """IANA names as people know them, by region and city, and UTC: without the aliases and the numbered ones."""
    return ("UTC", *sorted(name for name in available_timezones() if name.startswith(tuple(f"{r}/" for r in _REGIONS))))


def known_time_zone(name: str) -> None:
    """Field validator: any IANA name will do, also one that the list leaves out (browsers still send some)."""
    if name not in available_timezones():
        raise ValidationError(_("Unknown time zone."), "unknown_time_zone")
