"""The one rule of what a memo may hold; static/gallery/memo.js counts in the same way."""

import hashlib
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from gallery.models import MEMO_CHARS

_NEWLINE = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Controls but the newline (a tab was made a space before), halves of surrogate pairs, byte order marks.
_UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


def plain(text: str) -> str:
    """The text composed, newlines as one character, without control characters and outer blanks.

    Composed means NFC, so that 한글 from a Mac counts as elsewhere.
    """
    lines = _NEWLINE.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", lines)).strip()


def memo_clean(text: str) -> str:
    """The plain text, as it is kept. Raises ValidationError beyond 200 code points."""
    clean = plain(text)
    if len(clean) > MEMO_CHARS:
        over = len(clean) - MEMO_CHARS
        message = ngettext(
            "The memo is %(over)d character too long; %(limit)d fit.",
            "The memo is %(over)d characters too long; %(limit)d fit.",
            over,
        )
        raise ValidationError({"memo": ValidationError(message, "too_long", {"over": over, "limit": MEMO_CHARS})})
    return clean


def memo_tag(memo: str) -> str:
    """Stands for this very memo, so that a form can say which one its writer has seen."""
    return hashlib.sha256(memo.encode()).hexdigest()[:16]
