"""A strip as from a photo booth: three or four photos one below the other."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageOps

from gallery.card.render import as_png
from gallery.card.text import DATE_SIZE, draw_date

STRIP_VERSION: Final = 1
"""Goes into every strip's ETag: change it with the look."""
SIZES: Final = range(3, 5)
"""How many photos a strip may have."""

_CELL: Final = (640, 480)
_BORDER: Final = 44
_GAP: Final = 24
_FOOT: Final = 48
_PAPER: Final = (255, 254, 250)
_EDGE: Final = (224, 220, 210)
_FAINT: Final = (128, 122, 112)
_CENTRE: Final = (0.5, 0.2)
"""What is cut off a tall picture goes from below rather than from above: there are the faces."""


def strip_png(photos: Sequence[tuple[Path, datetime]]) -> bytes:
    """The strip as a PNG, of photos and when each was on its own clock. Raises OSError when one can't be read."""
    width, height = _CELL
    pictures_height = len(photos) * (height + _GAP)
    strip = Image.new("RGB", (width + 2 * _BORDER, _BORDER + pictures_height + DATE_SIZE + _FOOT), _PAPER)
    ImageDraw.Draw(strip).rectangle((0, 0, strip.width - 1, strip.height - 1), outline=_EDGE, width=2)
    for place, (path, _) in enumerate(photos):
        strip.paste(_cell(path), (_BORDER, _BORDER + place * (height + _GAP)))
    date = _dates([when for _, when in photos])
    draw_date(strip, date, bottom=strip.height - _FOOT, border=_BORDER, ink=_FAINT, alone=True)
    return as_png(strip)


def _cell(path: Path) -> Image.Image:
    with Image.open(path, formats=["JPEG"]) as image:
        image.draft("RGB", (2 * _CELL[0], 2 * _CELL[1]))
        return ImageOps.fit(image.convert("RGB"), _CELL, Image.Resampling.LANCZOS, centering=_CENTRE)


def _dates(times: Sequence[datetime]) -> str:
    """The day, or the first and the last one."""
    first, last = (f"{time:%Y.%m.%d}" for time in (min(times), max(times)))
    return first if first == last else f"{first} – {last}"
