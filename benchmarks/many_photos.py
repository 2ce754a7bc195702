"""Very many photos of one person, as rows: `python -m benchmarks.many_photos alice --count 100000` adds them to the
album in DATA_DIR. With `--files` every row gets a picture, too: hard links to a few.
"""

import argparse
import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from tqdm import tqdm

if TYPE_CHECKING:
    from accounts.models import User
    from gallery.models import Photo

YEARS: Final = 5
BATCH: Final = 2_000
WORDS: Final = (
    "우리",
    "가족",
    "소풍",
    "생일",
    "파티",
    "강아지",
    "행복한",
    "하루",
    "친구",
    "바다",
    "grandma",
    "laughs",
    "again",
)
RARE: Final = "무지개"
_RARE_IN: Final = 2_000
_NEWEST: Final = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


def make(owner: "User", count: int, *, files: bool = False) -> None:
    """`count` photos over five years, or one a day where they are fewer.

    Nine in ten are happy, one in twenty is a favourite, one in five has a memo.
    """
    from gallery.models import Photo  # noqa: PLC0415 - Django is set up by whoever calls

    chance = random.Random(count)
    rows = (_photo(owner, number, count, chance) for number in range(count))
    with tqdm(total=count, unit="photo", disable=None) as progress:
        while batch := list(islice(rows, BATCH)):
            made = Photo.objects.bulk_create(batch)
            _index(made)
            if files:
                _link(made)
            progress.update(len(made))


def _photo(owner: "User", number: int, count: int, chance: random.Random) -> "Photo":
    from gallery.memo_search import folded  # noqa: PLC0415
    from gallery.models import Photo  # noqa: PLC0415

    taken_at = _NEWEST - timedelta(days=min(365 * YEARS, count)) * ((count - 1 - number) / count)
    happy = chance.random() < 0.9
    memo = _memo(chance) if chance.random() < 0.2 else ""
    return Photo(
        owner=owner,
        capture_id=uuid4(),
        digest=f"{number:064x}",
        phash=chance.getrandbits(63),
        taken_at=taken_at,
        time_zone="UTC",
        taken_on=taken_at.date(),
        width=1280,
        height=720,
        bytes=214_332,
        emotion="happy" if happy else "surprise",
        happy=chance.uniform(0.7, 1.0) if happy else chance.uniform(0.0, 0.6),
        scores={"happy": 0.9, "neutral": 0.1},
        sharpness=120.0,
        source="camera",
        favourite=chance.random() < 0.05,
        memo=memo,
        memo_folded=folded(memo),
    )


def _memo(chance: random.Random) -> str:
    rare = [RARE] if chance.randrange(_RARE_IN) == 0 else []
    return " ".join([*chance.sample(WORDS, 4), *rare])


def _index(photos: "list[Photo]") -> None:
    from gallery.memo_search import grams  # noqa: PLC0415
    from gallery.models import MemoGram  # noqa: PLC0415

    MemoGram.objects.bulk_create(
        MemoGram(owner_id=photo.owner_id, gram=gram, taken_on=photo.taken_on, photo=photo)
        for photo in photos
        for gram in grams(photo.memo_folded)
    )


def _link(photos: "list[Photo]") -> None:
    from gallery import files  # noqa: PLC0415

    for photo, (picture, thumbnail) in zip(photos, _pictures(), strict=False):
        os.link(picture, files.photo_path(photo.uid))
        os.link(thumbnail, files.thumbnail_path(photo.uid))


def _pictures() -> "Iterator[tuple[Path, Path]]":
    """A few pictures over and over: the portrait in other lights, written once."""
    import cv2  # noqa: PLC0415
    from skimage.data import astronaut  # noqa: PLC0415

    from gallery import disk, files  # noqa: PLC0415

    portrait: Any = astronaut()  # type: ignore[no-untyped-call]

    disk.make_folder(files.folder())
    kept = []
    for light in range(6):
        picture: Any = cv2.convertScaleAbs(portrait[:, :, ::-1], alpha=0.7 + 0.1 * light)
        pair = tuple(files.folder() / f"many-{light}.{kind}.jpg" for kind in ("photo", "small"))
        pair[0].write_bytes(files.encode_photo(picture))
        pair[1].write_bytes(files.encode_thumbnail(picture))
        kept.append((pair[0], pair[1]))
    while True:
        yield from kept


def main() -> None:
    """Add them to a person of this server."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many_photos", description=__doc__)
    parser.add_argument("user", help="whose album")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--files", action="store_true", help="with pictures: hard links to a few")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "happythings.settings")
    import django  # noqa: PLC0415

    django.setup()
    from accounts.models import User  # noqa: PLC0415

    owner: Any = User.objects.get(username=options.user)
    make(owner, options.count, files=options.files)


if __name__ == "__main__":
    main()
