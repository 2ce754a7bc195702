"""Fonts inside installed packages, and which characters each can draw.

The packages are found without importing them: koreanize_matplotlib would pull in matplotlib.
"""

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont
from PIL import ImageFont

_FONTS: Final = (
    ("koreanize_matplotlib", "fonts/NanumGothic.ttf"),
    ("matplotlib", "mpl-data/fonts/ttf/DejaVuSans.ttf"),
    ("matplotlib", "mpl-data/fonts/ttf/STIXGeneral.ttf"),
)
"""In the order in which they are asked: Hangul and Latin; then Greek, Cyrillic, Hebrew, arrows, maths."""


class FontMissingError(Exception):
    """The package that carries the Korean font is not installed, or no longer carries it."""


@cache
def font_files() -> tuple[Path, ...]:
    """The font files that are there; the first one is always NanumGothic. Raises FontMissingError without it."""
    paths = [_inside(package, name) for package, name in _FONTS]
    if paths[0] is None:
        raise FontMissingError("no NanumGothic.ttf: install koreanize-matplotlib==0.1.1")
    return tuple(path for path in paths if path)


@lru_cache(maxsize=64)
def font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The font at `size` pixels. The basic layout engine: the other one depends on what the machine has."""
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def font_for(chars: str) -> Path | None:
    """The first font with a glyph for each of `chars`; None when every font would draw a box."""
    points = set(map(ord, chars))
    return next((path for path in font_files() if points <= _covered(path)), None)


@cache
def _covered(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as opened:
        return frozenset(point for point, glyph in opened.getBestCmap().items() if glyph != ".notdef")


def _inside(package: str, name: str) -> Path | None:
    spec = find_spec(package)
    for root in (spec.submodule_search_locations or []) if spec else []:
        path = Path(root) / name
        if path.is_file():
            return path
    return None
