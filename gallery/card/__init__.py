"""The PNG card: a photo, its memo and its date, set like an instant print."""

from gallery.card.render import CARD_VERSION, card_png

__all__ = ["CARD_VERSION", "card_png"]
