"""A bar for each day, as measures for an SVG that a template writes: no script draws it, and no library is fetched."""

from dataclasses import dataclass
from datetime import date
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 180
_GAP: Final = 0.25
"""Of a bar's place, between it and the next."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One day's: left edge, top, width and height in the picture's units."""

    day: date
    count: int
    x: float
    y: float
    width: float
    height: float


def bars(counts: list[tuple[date, int]]) -> list[Bar]:
    """A bar for each day, the highest as high as there is room; a day without photos has a line."""
    place = WIDTH / max(1, len(counts))
    most = max((count for _, count in counts), default=0) or 1
    found = []
    for number, (day, count) in enumerate(counts):
        height = max(1.0, count / most * HEIGHT)
        x, width, y = place * (number + _GAP / 2), place * (1 - _GAP), HEIGHT - height
        found.append(Bar(day, count, round(x, 2), round(y, 2), round(width, 2), round(height, 2)))
    return found
