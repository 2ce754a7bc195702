"""How memos are searched: the same pieces are made of a memo when it is kept and of what somebody looks for.

A piece (gram) is one character or two in a row, as a number. Korean writes its particles onto the word, so a search by
words would not find 가족 in 우리가족의; pieces of three, as databases bring them, would not know words of two.
"""

import unicodedata
from itertools import pairwise

from gallery.memo import plain

_PLANES = 1 << 21
"""More than there are code points."""


def folded(text: str) -> str:
    """The text as it is compared: composed, in small letters."""
    return unicodedata.normalize("NFC", text.casefold())


def words_of(text: str) -> list[str]:
    """What is looked for: all of these, each once, the longest first."""
    return sorted(set(folded(plain(text)).split()), key=len, reverse=True)


def grams(text: str) -> set[int]:
    """Every piece of a folded text; none reaches from one word into the next."""
    return {gram for word in text.split() for gram in [*map(ord, word), *_pairs(word)]}


def looked_up(word: str) -> list[int]:
    """The pieces that a memo with this folded word must have: its pairs, or its only character."""
    return list(dict.fromkeys(_pairs(word))) or [ord(word)]


def _pairs(word: str) -> list[int]:
    return [ord(one) * _PLANES + ord(other) for one, other in pairwise(word)]
