"""Many rows a few thousand at a time: SQLite takes no more than 32,766 values in one statement."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

MOST: Final = 5000


def batches(pairs: Iterable[tuple[int, int]]) -> Iterator[dict[int, int]]:
    """(photo, owner) by their numbers, 5,000 at most at a time."""
    rest = iter(pairs)
    while some := dict(islice(rest, MOST)):
        yield some
