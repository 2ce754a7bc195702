"""Drawing the card."""

import io
from datetime import datetime
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from gallery.card import emoji
from gallery.card.fonts import font, font_files
from gallery.card.layout import Layout, fit, line_width
from gallery.card.pieces import Piece

CARD_VERSION: Final = 1
"""Goes into every card's ETag: change it with the look."""

_PHOTO_SIDE: Final = 1200
_NARROWEST: Final = 760
_BORDER: Final = 64
_MEMO_HEIGHT: Final = 400
_GAP: Final = 36
_DATE_SIZE: Final = 30
_FOOT: Final = 44
_CENTRED_LINES: Final = 3

_PAPER: Final = (255, 254, 250)
_EDGE: Final = (224, 220, 210)
_INK: Final = (45, 42, 38)
_FAINT: Final = (128, 122, 112)


def card_png(photo: Path, *, memo: str, taken_at: datetime) -> bytes:
    """The card as a PNG: the whole photo in a white border, the memo below, then the date on `taken_at`'s own clock.

    Raises OSError when the photo can't be read.
    """
    picture = _read(photo)
    width = max(picture.width, _NARROWEST)
    layout = fit(memo, width, _MEMO_HEIGHT)
    below = _GAP + layout.height + (_GAP if layout.lines else 0)
    height = _BORDER + picture.height + below + _DATE_SIZE + _FOOT

    card = Image.new("RGB", (width + 2 * _BORDER, height), _PAPER)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, card.width - 1, card.height - 1), outline=_EDGE, width=2)
    left = (card.width - picture.width) // 2
    card.paste(picture, (left, _BORDER))
    draw.rectangle((left, _BORDER, left + picture.width - 1, _BORDER + picture.height - 1), outline=_EDGE)
    _draw_memo(card, draw, layout, top=_BORDER + picture.height + _GAP)
    # An empty card carries its date in the middle, as a caption.
    x, anchor = (card.width - _BORDER, "rs") if layout.lines else (card.width // 2, "ms")
    # Digits alone: the same card in every language.
    date = f"{taken_at:%Y.%m.%d  %H:%M}"
    draw.text((x, height - _FOOT), date, _FAINT, font(font_files()[0], _DATE_SIZE), anchor=anchor)

    with io.BytesIO() as buffer:
        # A photo hardly packs better at 6 than at 3, and takes three times as long.
        card.save(buffer, "PNG", compress_level=3)
        return buffer.getvalue()


def _read(path: Path) -> Image.Image:
    """The whole photo, its longer side 1200 pixels."""
    with Image.open(path, formats=["JPEG"]) as image:
        # A large JPEG is decoded at a half or a quarter of its size, never below what is wanted.
        image.draft("RGB", (_PHOTO_SIDE, _PHOTO_SIDE))
        scale = _PHOTO_SIDE / max(image.size)
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        return image.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def _draw_memo(card: Image.Image, draw: ImageDraw.ImageDraw, layout: Layout, *, top: int) -> None:
    centred = len(layout.lines) <= _CENTRED_LINES
    for number, line in enumerate(layout.lines):
        x: float = (card.width - line_width(line, layout.size)) / 2 if centred else _BORDER
        # The baseline sits a little below the middle of its line.
        baseline = top + number * layout.line_height + round(layout.line_height / 2 + layout.size * 0.36)
        for piece in line:
            _draw_piece(card, draw, piece, layout.size, (x, baseline))
            x += piece.width(layout.size)


def _draw_piece(card: Image.Image, draw: ImageDraw.ImageDraw, piece: Piece, size: int, pen: tuple[float, int]) -> None:
    x, baseline = pen
    if piece.font:
        draw.text((x, baseline), piece.text, _INK, font(piece.font, size), anchor="ls")
    elif piece.drawing:
        side = piece.emoji_side(size)
        drawn = emoji.picture(piece.drawing, side)
        card.paste(drawn, (round(x), baseline - round(size * 0.36) - side // 2), drawn)
