"""When a camera says that it took a picture. Of all that EXIF holds nothing else is read, and nothing is kept."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from PIL import Image

_EXIF_IFD: Final = 0x8769
_TIMES: Final = ((0x9003, 0x9011), (0x9004, 0x9012))
"""Tags of a time and of its offset from UTC: taken (DateTimeOriginal), made into a file (DateTimeDigitized)."""
_OFFSET: Final = re.compile(r"([+-])(\d\d):(\d\d)")
_MAX_OFFSET: Final = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Taken:
    """`local` is the camera's clock, without a zone; `offset` is that clock's distance from UTC, if it is known."""

    local: datetime
    offset: timedelta | None


def taken_in(image: Image.Image) -> Taken | None:
    """What this opened picture's EXIF says; None without it, or when it makes no sense."""
    try:
        exif = image.getexif().get_ifd(_EXIF_IFD)
    except Exception:  # noqa: BLE001 - Pillow raises nearly anything on a damaged block, which says nothing then
        return None
    for time_tag, offset_tag in _TIMES:
        if local := _time(exif.get(time_tag)):
            return Taken(local, _offset(exif.get(offset_tag)))
    return None


def _time(text: object) -> datetime | None:
    try:
        return datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the offset is beside it
    except ValueError:
        return None


def _offset(text: object) -> timedelta | None:
    found = _OFFSET.fullmatch(str(text).strip("\0 "))
    if not found:
        return None
    sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return (-offset if sign == "-" else offset) if offset <= _MAX_OFFSET else None
