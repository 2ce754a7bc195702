"""The three looks of a card. Each puts the whole photo, the memo and the date on paper of its own."""

from collections.abc import Callable, Mapping
from typing import Final

from PIL import Image, ImageDraw

from gallery.card.layout import fit
from gallery.card.text import DATE_SIZE, Colour, draw_date, draw_memo

NARROWEST: Final = 760
_MEMO_HEIGHT: Final = 400
_GAP: Final = 36
_FOOT: Final = 44

_PAPER: Final = (255, 254, 250)
_EDGE: Final = (224, 220, 210)
_INK: Final = (45, 42, 38)
_FAINT: Final = (128, 122, 112)
_FILM: Final = (24, 22, 21)
_LIGHT: Final = (250, 244, 232)
_IMPRINT: Final = (255, 166, 77)
"""The date as cameras once burnt it into the film."""
_HOLE: Final = (30, 40)
_HOLE_STEP: Final = 66
_SHADE: Final = 205
"""How much of the picture the darkest part hides, of 255."""
_FADE: Final = 220
"""Pixels over which the picture darkens towards the words on it."""

Look = Callable[[Image.Image, str, str], Image.Image]


def instant(picture: Image.Image, memo: str, date: str) -> Image.Image:
    """An instant print: a white border, the memo on the paper below."""
    border = 64
    card, left = _framed(picture, memo, date, border, paper=_PAPER, ink=_INK, faint=_FAINT)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, card.width - 1, card.height - 1), outline=_EDGE, width=2)
    draw.rectangle((left, border, left + picture.width - 1, border + picture.height - 1), outline=_EDGE)
    return card


def film(picture: Image.Image, memo: str, date: str) -> Image.Image:
    """A frame of film: dark, with its holes along both sides and the date in orange."""
    border = 84
    card, _ = _framed(picture, memo, date, border, paper=_FILM, ink=_LIGHT, faint=_IMPRINT)
    draw = ImageDraw.Draw(card)
    width, height = _HOLE
    for top in range(_HOLE_STEP // 3, card.height - height, _HOLE_STEP):
        for left in ((border - width) // 2, card.width - (border + width) // 2):
            draw.rounded_rectangle((left, top, left + width - 1, top + height - 1), 7, _PAPER)
    return card


def poster(picture: Image.Image, memo: str, date: str) -> Image.Image:
    """The photo from edge to edge, the memo on it at its foot; what it has no room for makes the card higher."""
    border = 56
    width = max(picture.width, NARROWEST)
    layout = fit(memo, width - 2 * border, _MEMO_HEIGHT)
    words = layout.height + _GAP // 2 + DATE_SIZE + _FOOT
    card = Image.new("RGB", (width, max(picture.height, picture.height // 2 + words + _FADE // 2)), _FILM)
    card.paste(picture, ((width - picture.width) // 2, 0))
    top = card.height - words
    # The upper half stays as it is, also of a picture that is wide and low.
    _darken(card, max(top - _FADE, picture.height // 2), top)
    draw_memo(card, layout, top=top, border=border, ink=_LIGHT)
    draw_date(card, date, bottom=card.height - _FOOT, border=border, ink=_LIGHT, alone=not layout.lines)
    return card


LOOKS: Final[Mapping[str, Look]] = {"instant": instant, "film": film, "poster": poster}
DEFAULT_LOOK: Final = "instant"


def _framed(
    picture: Image.Image, memo: str, date: str, border: int, *, paper: Colour, ink: Colour, faint: Colour
) -> tuple[Image.Image, int]:
    """The card, and how far from its left side the picture is."""
    width = max(picture.width, NARROWEST)
    layout = fit(memo, width, _MEMO_HEIGHT)
    below = _GAP + layout.height + (_GAP if layout.lines else 0)
    height = border + picture.height + below + DATE_SIZE + _FOOT
    card = Image.new("RGB", (width + 2 * border, height), paper)
    left = (card.width - picture.width) // 2
    card.paste(picture, (left, border))
    draw_memo(card, layout, top=border + picture.height + _GAP, border=border, ink=ink)
    draw_date(card, date, bottom=height - _FOOT, border=border, ink=faint, alone=not layout.lines)
    return card, left


def _darken(card: Image.Image, top: int, dark: int) -> None:
    """From the row `top` on ever darker, and from the row `dark` on enough for light letters on any picture."""
    ramp = Image.new("L", (1, card.height - top))
    ramp.putdata([round(_SHADE * min(1.0, row / max(1, dark - top))) for row in range(ramp.height)])
    card.paste(_FILM, (0, top, card.width, card.height), ramp.resize((card.width, ramp.height)))
