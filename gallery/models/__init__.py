"""What the album keeps, one model a file."""

from gallery.models.photo import EMOTION_CHOICES, EMOTION_LABELS, MEMO_CHARS, REASON_CHARS, Photo, Source

__all__ = ["EMOTION_CHOICES", "EMOTION_LABELS", "MEMO_CHARS", "REASON_CHARS", "Photo", "Source"]
