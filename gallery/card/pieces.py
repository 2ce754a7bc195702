"""A memo as a row of things that can be drawn: characters with the font that has them, and emoji."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gallery.card import emoji
from gallery.card.fonts import font, font_files, font_for

REPLACEMENT: Final = "·"
"""Stands for a run of characters that no font here can draw; never a box."""
_EMOJI_SCALE: Final = 1.3
"""OpenMoji's drawings leave a margin; with it they look as tall as the letters."""
_WORD: Final = re.compile(r"\s|\S+")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Controls, direction marks and zero widths, surrogates and private signs: nothing of it is for the eye."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One character with its marks in `font`, or one emoji (`drawing`); `text` is then empty."""

    text: str = ""
    font: Path | None = None
    drawing: Path | None = None

    @property
    def is_space(self) -> bool:
        """A line may end here, and then this is not drawn."""
        return self.text == " "

    def width(self, size: int) -> float:
        """How far the pen moves, in pixels."""
        if self.font is None:
            return _EMOJI_SCALE * size
        return font(self.font, size).getlength(self.text)

    def emoji_side(self, size: int) -> int:
        """Side of the emoji's square beside letters of `size` pixels."""
        return round(_EMOJI_SCALE * size)


def pieces(text: str) -> list[list[Piece]]:
    """The lines of `text` as it was written. What can't be seen is left out, what can't be drawn is one `·` a run."""
    return [_line(line) for line in unicodedata.normalize("NFC", text).split("\n")]


def _line(text: str) -> list[Piece]:
    row: list[Piece] = []
    for part in emoji.split(text):
        if isinstance(part, Path):
            row.append(Piece(drawing=part))
            continue
        for word in _WORD.findall(part):
            # A word is set in one font wherever one has all of it: "Ελλάδα" in two would look patched.
            whole = font_for("".join(char for char in word if _is_seen(char)))
            for char in word:
                _add(row, char, whole)
    return _eye_order(row)


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN


def _add(row: list[Piece], char: str, whole: Path | None) -> None:
    category = unicodedata.category(char)
    if char == "\t" or category == "Zs":
        row.append(Piece(" ", font_files()[0]))
    elif not _is_seen(char):
        return
    elif category in {"Mn", "Me"}:
        _add_mark(row, char)
    elif path := whole or font_for(char):
        row.append(Piece(char, path))
    elif path := emoji.drawing(char):
        row.append(Piece(drawing=path))
    elif not (row and row[-1].text == REPLACEMENT):
        row.append(Piece(REPLACEMENT, font_files()[0]))


def _add_mark(row: list[Piece], mark: str) -> None:
    """Put an accent on the letter before it, in a font that has both; without one the letter goes without."""
    if row and row[-1].font and not row[-1].is_space and (path := font_for(row[-1].text + mark)):
        row[-1] = Piece(row[-1].text + mark, path)


def _eye_order(row: list[Piece]) -> list[Piece]:
    """Turn runs of Hebrew and Arabic around, so that they read from the right.

    One direction inside the other is all that is done, and Arabic letters are not joined.
    """
    ordered: list[Piece] = []
    run: list[Piece] = []
    for piece in row:
        direction = unicodedata.bidirectional(piece.text[0]) if piece.text else "ON"
        if direction in {"R", "AL"} or (run and direction in {"WS", "NSM"}):
            run.append(piece)
            continue
        ordered += _turned(run)
        run = []
        ordered.append(piece)
    return ordered + _turned(run)


def _turned(run: list[Piece]) -> list[Piece]:
    end = len(run)
    while end and run[end - 1].is_space:
        end -= 1
    return run[:end][::-1] + run[end:]
