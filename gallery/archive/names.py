"""Names inside a ZIP and on the way out: safe on every system, whatever somebody called their things."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from pathvalidate import sanitize_filename

MAX_CHARS: Final = 80
MAX_BYTES: Final = 160
"""Of UTF-8: file systems take 255, and an ending and a number come behind."""
_JOINER: Final = "\u200d"
"""Zero width, and part of many emoji."""


def safe_name(text: str, fallback: str = "happy-things") -> str:
    """`text` as one file's name, without an ending: composed (NFC), no separators, no controls, no characters that turn
    the writing direction, no name that Windows keeps for its devices, not too long. `fallback` when nothing is left.
    """
    composed = unicodedata.normalize("NFC", "".join(" " if char.isspace() else char for char in text))
    visible = "".join(char for char in composed if char == _JOINER or unicodedata.category(char)[0] != "C")
    plain = sanitize_filename(visible.replace("%", "").replace("~", ""), platform="universal")
    # Once more: cutting may leave a blank or a dot at the end, and stripping may lay a device's name bare.
    short = sanitize_filename(_cut(plain.strip(" .")).strip(" ."), platform="universal")
    return short.strip(_JOINER) or fallback


class Names:
    """Gives every file of one archive a name of its own, also where upper and lower case are one."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._last = {name.casefold(): 1 for name in taken}

    def take(self, stem: str, ending: str = "") -> str:
        """`stem` + `ending`, or the first of `stem-2`, `stem-3`, … that is free. Both must be safe."""
        number = self._last.get(key := f"{stem}{ending}".casefold(), 0) + 1
        name = f"{stem}{ending}"
        while number > 1 and (name := f"{stem}-{number}{ending}").casefold() in self._last:
            number += 1
        self._last[key] = number
        self._last[name.casefold()] = max(1, self._last.get(name.casefold(), 0))
        return name


def _cut(name: str) -> str:
    return name[:MAX_CHARS].encode()[:MAX_BYTES].decode(errors="ignore")
