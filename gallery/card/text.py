"""Writing a memo onto a card."""

from typing import Final

from PIL import Image, ImageDraw

from gallery.card import emoji
from gallery.card.fonts import font, font_files
from gallery.card.layout import Layout, line_width
from gallery.card.pieces import Piece

Colour = tuple[int, int, int]
DATE_SIZE: Final = 30
_CENTRED_LINES: Final = 3


def draw_memo(card: Image.Image, layout: Layout, *, top: int, border: int, ink: Colour) -> None:
    """The lines of a memo, `top` pixels from above: few of them in the middle, many from the left `border` on."""
    centred = len(layout.lines) <= _CENTRED_LINES
    for number, line in enumerate(layout.lines):
        x: float = (card.width - line_width(line, layout.size)) / 2 if centred else border
        # The baseline sits a little below the middle of its line.
        baseline = top + number * layout.line_height + round(layout.line_height / 2 + layout.size * 0.36)
        for piece in line:
            _draw_piece(card, piece, layout.size, (x, baseline), ink)
            x += piece.width(layout.size)


def draw_date(card: Image.Image, date: str, *, bottom: int, border: int, ink: Colour, alone: bool) -> None:
    """The date, its baseline at `bottom`: at the right, or in the middle as a caption when it stands `alone`."""
    x, anchor = (card.width // 2, "ms") if alone else (card.width - border, "rs")
    ImageDraw.Draw(card).text((x, bottom), date, ink, font(font_files()[0], DATE_SIZE), anchor=anchor)


def _draw_piece(card: Image.Image, piece: Piece, size: int, pen: tuple[float, int], ink: Colour) -> None:
    x, baseline = pen
    if piece.font:
        ImageDraw.Draw(card).text((x, baseline), piece.text, ink, font(piece.font, size), anchor="ls")
    elif piece.drawing:
        side = piece.emoji_side(size)
        drawn = emoji.picture(piece.drawing, side)
        card.paste(drawn, (round(x), baseline - round(size * 0.36) - side // 2), drawn)
