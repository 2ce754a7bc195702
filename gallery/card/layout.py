"""Where lines end and how large the letters are, so that a memo of any kind fits."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from gallery.card.pieces import Piece, pieces

SIZES: Final = (54, 48, 42, 37, 32, 28)
"""Letter sizes in pixels, tried from the largest; at the smallest one the card grows instead."""
_LEADING: Final = 1.5


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines of a memo, ready to be drawn."""

    size: int
    lines: tuple[tuple[Piece, ...], ...]

    @property
    def line_height(self) -> int:
        """From one baseline to the next, in pixels."""
        return round(self.size * _LEADING)

    @property
    def height(self) -> int:
        """Of all lines, in pixels."""
        return self.line_height * len(self.lines)


def fit(text: str, width: int, height: int) -> Layout:
    """Set `text` as large as it goes into `width`×`height` pixels; only at the smallest size it may be higher."""
    if not text.strip():
        return Layout(SIZES[0], ())
    paragraphs = pieces(text)
    layouts = (Layout(size, tuple(_wrap(paragraphs, size, width))) for size in SIZES)
    layout = next(layouts)
    while layout.height > height and (smaller := next(layouts, None)):
        layout = smaller
    return layout


def line_width(line: tuple[Piece, ...], size: int) -> float:
    """In pixels."""
    return sum(piece.width(size) for piece in line)


def _wrap(paragraphs: list[list[Piece]], size: int, width: int) -> Iterator[tuple[Piece, ...]]:
    for paragraph in paragraphs:
        yield from _wrap_paragraph(paragraph, size, width)


def _wrap_paragraph(paragraph: list[Piece], size: int, width: int) -> Iterator[tuple[Piece, ...]]:
    """Break at spaces, as Korean is broken in print; a word wider than a line breaks anywhere."""
    line: list[Piece] = []
    used = 0.0
    for is_space, group in groupby(paragraph, key=lambda piece: piece.is_space):
        word = list(group)
        room = sum(piece.width(size) for piece in word)
        if is_space or used + room <= width:
            line += word
            used += room
            continue
        if line and room <= width:
            yield _trimmed(line)
            line, used = [], 0.0
        for piece in word:
            step = piece.width(size)
            if line and used + step > width:
                yield _trimmed(line)
                line, used = [], 0.0
            line.append(piece)
            used += step
    yield _trimmed(line)


def _trimmed(line: list[Piece]) -> tuple[Piece, ...]:
    end = len(line)
    while end and line[end - 1].is_space:
        end -= 1
    return tuple(line[:end])
