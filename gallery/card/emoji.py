"""Emoji in colour: OpenMoji's drawings inside the package emosvg, found without importing that (it wants cairo)."""

import io
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Final

import resvg_py
from emoji import analyze
from PIL import Image

_ZWJ: Final = "\u200d"
_VARIATION: Final = "\ufe0f"
_ASKED_FOR_TEXT: Final = re.compile("(.)\ufe0e", re.DOTALL)
_SKIN: Final = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_PRIVATE: Final = range(0xE000, 0xF900)
_LETTERLIKE: Final = 0x2600
"""Below it are ©, ™, ↔ and such: emoji only when an emoji selector follows."""


def split(text: str) -> Iterator[str | Path]:
    """`text` in order: stretches of plain text, and in the place of each emoji the path of its drawing.

    Sequences nobody drew (a new family, 🐻‍🔥) become their parts; a part without a drawing comes as its characters.
    """
    for is_text, parts in groupby(_parts(text), key=lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(map(str, parts))
        else:
            yield from parts


def _parts(text: str) -> Iterator[str | Path]:
    # A sign followed by U+FE0E was meant as text: ❤︎ is not ❤️.
    for index, part in enumerate(_ASKED_FOR_TEXT.split(text)):
        if index % 2:
            yield part
            continue
        for token in analyze(part, non_emoji=True, join_emoji=True):
            plain = isinstance(token.value, str) or _is_letterlike(token.chars)
            yield from ([token.chars] if plain else _drawings(token.chars))


def drawing(chars: str) -> Path | None:
    """The drawing of exactly this sequence, but for U+FE0F: files and writers differ in where they put it."""
    return _drawings_by_sequence().get(chars.replace(_VARIATION, ""))


@lru_cache(maxsize=1024)
def picture(path: Path, side: int) -> Image.Image:
    """The drawing in `side`×`side` pixels, RGBA. Shared: paste it, don't draw on it."""
    png = resvg_py.svg_to_bytes(svg_path=str(path), width=side, height=side, skip_system_fonts=True)
    with Image.open(io.BytesIO(bytes(png))) as image:
        return image.convert("RGBA")


def _is_letterlike(chars: str) -> bool:
    return len(chars) == 1 and ord(chars) < _LETTERLIKE


def _drawings(chars: str) -> Iterator[str | Path]:
    if whole := drawing(chars):
        yield whole
        return
    for part in chars.split(_ZWJ):
        plain = "".join(char for char in part if char not in _SKIN)
        yield drawing(part) or drawing(plain) or plain


@cache
def _drawings_by_sequence() -> dict[str, Path]:
    spec = find_spec("emosvg")
    found: dict[str, Path] = {}
    for root in (spec.submodule_search_locations or []) if spec else []:
        for path in (Path(root) / "resources" / "openmoji-svg-color").glob("*.svg"):
            points = [int(point, 16) for point in path.stem.split("-")]
            # OpenMoji's own signs in the private area mean something else, or nothing, to whoever wrote the memo.
            if not any(point in _PRIVATE for point in points):
                found["".join(map(chr, points)).replace(_VARIATION, "")] = path
    return found
