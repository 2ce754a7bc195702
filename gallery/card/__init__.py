"""What is drawn from photos as a PNG: the card with memo and date, in three looks, and the strip."""

from gallery.card.looks import DEFAULT_LOOK, LOOKS
from gallery.card.render import CARD_VERSION, card_png
from gallery.card.strip import SIZES as STRIP_SIZES
from gallery.card.strip import STRIP_VERSION, strip_png

__all__ = ["CARD_VERSION", "DEFAULT_LOOK", "LOOKS", "STRIP_SIZES", "STRIP_VERSION", "card_png", "strip_png"]
