"""The search in memos: by an index of their own, so that it costs the same among a thousand photos and a million."""

from typing import Final

from django.db.models import Exists, Q, QuerySet

from accounts.models import User
from gallery.memo_search import looked_up, words_of
from gallery.models import MemoGram, Photo

_COMMON: Final = 500
"""So many memos with a piece make it worth looking for a rarer one."""
_TRIES: Final = 6


def with_words(queryset: QuerySet[Photo], owner: User, text: str) -> QuerySet[Photo]:
    """Those of `owner`'s `queryset` whose memo has every word of `text` somewhere; all of them when it has none."""
    words = words_of(text)
    if not words:
        return queryset
    there = Q(grams__owner=owner, grams__gram=_rare(owner, words))
    for word in words:
        there &= Q(memo_folded__contains=word)
    return queryset.filter(there).order_by("-grams__taken_on", "-grams__photo_id")


def _rare(owner: User, words: list[str]) -> int:
    """A piece of these words that few memos have, if one is found quickly."""
    pieces = [gram for word in words for gram in looked_up(word)]
    pieces = list(dict.fromkeys(pieces))[:_TRIES]
    if len(pieces) == 1:
        return pieces[0]
    common = {f"gram_{gram}": Exists(_beyond_common(owner, gram)) for gram in pieces}
    row = User.objects.filter(pk=owner.pk).annotate(**common).values(*common).get()
    return next((gram for gram in pieces if not row[f"gram_{gram}"]), pieces[0])


def _beyond_common(owner: User, gram: int) -> QuerySet[MemoGram]:
    """One row when so many memos have the piece that it is common."""
    return MemoGram.objects.filter(owner=owner, gram=gram).order_by()[_COMMON : _COMMON + 1]
