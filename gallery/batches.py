"""Many rows a few thousand at a time: SQLite takes no more than 32,766 values in one statement."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

T = TypeVar("T")
MOST: Final = 5000


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """5,000 at most at a time."""
    rest = iter(rows)
    while some := list(islice(rest, MOST)):
        yield some
