"""What an album's pages cost one person with 100,000 photos, as ratio to another with 1,000 in the same database.

`python -m benchmarks.albums --many 10000 --rounds 10` for a quick look. Pages are asked for in this process, in turn
for both people; the ratio is the median of the pairs' ratios.
"""

import argparse
import os
import statistics
import time
from itertools import cycle
from typing import Any, Final

import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from benchmarks.many_photos import RARE, make
from benchmarks.report import print_json

FEW: Final = 1_000
MANY: Final = 100_000
SEARCHES: Final = ("우리", "행복", "가족 생일", "grandma", RARE, "없는말", "아", "강아지 친구 바다")
PAGES: Final = {
    "first": "/album/",
    "filtered": "/album/?happy_min=0.9&day_from=2023-01-01&day_to=2025-12-31&emotion=happy",
    "favourites": "/album/?favourite=true",
    "album": "/albums/{album}/",
    "shelf": "/albums/",
    "calendar": "/album/calendar/",
    "deep": "/album/?after={deep}",
    "api": "/api/v1/photos/",
}


class Person:
    """Somebody with so many photos, at least one a day, one in twenty of them in an album; and their browser."""

    def __init__(self, count: int) -> None:
        from django.test import Client  # noqa: PLC0415 - Django is set up by `albums`

        from accounts.models import User  # noqa: PLC0415
        from gallery import selectors, services  # noqa: PLC0415

        owner = User.objects.create_user(f"has{count}")
        make(owner, count)
        album = services.album_create(owner=owner, name="one in twenty")
        services.album_add(album=album, photos=list(selectors.kept(owner))[::20])
        deep = selectors.kept(owner)[count * 9 // 10]
        self.names = {"album": str(album.uid), "deep": str(deep.uid)}
        self.client: Client = Client(SERVER_NAME="localhost")
        self.client.force_login(owner)

    def ms(self, path: str) -> float:
        """Milliseconds for a page, which must be there."""
        from django.core.cache import cache  # noqa: PLC0415

        cache.clear()  # the API is fair between people, and this is one in a hurry
        begun = time.perf_counter()
        answer = self.client.get(path.format(**self.names))
        took = 1000 * (time.perf_counter() - begun)
        assert answer.status_code == 200, path
        return took

    def queries(self, path: str) -> int:
        """How often a page asks the database."""
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        with CaptureQueriesContext(connection) as counted:
            self.ms(path)
        return len(counted)


def albums(few: int = FEW, many: int = MANY, rounds: int = 40) -> dict[str, Any]:
    """For each page `…_ms` of many, `…_ratio` to few, and `…_queries` of both; search by its 95th percentile."""
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    small, large = Person(few), Person(many)
    result: dict[str, Any] = {"album_photos": [few, many]}
    for name, path in PAGES.items():
        result |= _page(name, path, small, large, rounds)
    return result | _search(small, large, rounds)


def _page(name: str, path: str, small: Person, large: Person, rounds: int) -> dict[str, Any]:
    queries = [small.queries(path), large.queries(path)]
    pairs = [(small.ms(path), large.ms(path)) for _ in range(rounds)]
    return {
        f"album_{name}_ms": statistics.median(large_ms for _, large_ms in pairs),
        f"album_{name}_ratio": statistics.median(large_ms / small_ms for small_ms, large_ms in pairs),
        f"album_{name}_queries": queries,
    }


def _search(small: Person, large: Person, rounds: int) -> dict[str, Any]:
    paths = [f"/album/?q={words}" for words in SEARCHES]
    queries = [max(person.queries(path) for path in paths) for person in (small, large)]
    pairs = np.array(
        [(small.ms(path), large.ms(path)) for path, _ in zip(cycle(paths), range(rounds * 5), strict=False)]
    )
    p95 = np.percentile(pairs, 95, axis=0)
    return {
        "album_search_p95_ms": float(p95[1]),
        "album_search_p95_ratio": float(p95[1] / p95[0]),
        "album_search_queries": queries,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.albums", description=__doc__)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    print_json(albums(options.few, options.many, options.rounds))


if __name__ == "__main__":
    main()
