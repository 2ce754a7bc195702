import errno
import io
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import numpy as np
import pytest
from django.db import IntegrityError, OperationalError, connection
from django.utils import timezone
from PIL import Image

from accounts.models import User
from gallery import files
from gallery.models import Photo
from gallery.services import CaptureConflictError, SaveFailedError, StorageFullError, photo_create, photo_json
from tests.gallery.conftest import MakePhoto, arguments, picture


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_photo_is_a_row_and_two_files_under_its_public_id(alice: User, photo_dir: Path) -> None:
    photo = photo_create(**arguments(alice, picture=picture(1280, 720)))
    assert names(photo_dir) == [f"{photo.uid}.jpg", f"{photo.uid}.thumbnail.jpg"]
    with Image.open(files.photo_path(photo.uid)) as kept, Image.open(files.thumbnail_path(photo.uid)) as small:
        assert kept.size == (photo.width, photo.height) == (1280, 720)
        assert small.size == (480, 270)
        assert not kept.getexif()
        assert kept.format == "JPEG"
    assert files.photo_path(photo.uid).stat().st_size == photo.bytes
    assert photo_dir.stat().st_mode & 0o077 == 0


def test_blue_green_red_comes_in_and_the_colours_come_out_right(alice: User) -> None:
    red = np.zeros((120, 160, 3), np.uint8)
    red[:, :, 2] = 255
    photo = photo_create(**arguments(alice, picture=red))
    for path in (files.photo_path(photo.uid), files.thumbnail_path(photo.uid)):
        with Image.open(path) as image:
            pixel = image.convert("RGB").getpixel((80, 60))
        assert isinstance(pixel, tuple)
        assert pixel[0] > 240
        assert pixel[1] < 15
        assert pixel[2] < 15


def test_a_small_picture_is_not_blown_up_for_its_thumbnail(alice: User) -> None:
    photo = photo_create(**arguments(alice, picture=picture(160, 120)))
    with Image.open(files.thumbnail_path(photo.uid)) as small:
        assert small.size == (160, 120)


def test_the_same_capture_again_is_the_same_photo(alice: User, photo_dir: Path) -> None:
    call = arguments(alice)
    first, second = photo_create(**call), photo_create(**call)
    assert first.pk == second.pk
    assert Photo.objects.count() == 1
    assert len(names(photo_dir)) == 2


def test_the_same_capture_with_another_picture_is_a_conflict(alice: User, photo_dir: Path) -> None:
    call = arguments(alice)
    photo_create(**call)
    with pytest.raises(CaptureConflictError):
        photo_create(**call | {"picture": picture(seed=9)})
    assert len(names(photo_dir)) == 2


def test_a_retry_of_what_staff_hid_gets_nothing_of_it(alice: User, photo_dir: Path) -> None:
    call = arguments(alice)
    photo = photo_create(**call)
    Photo.objects.update(hidden_at=timezone.now(), hidden_reason="reported")
    with pytest.raises(CaptureConflictError):
        photo_create(**call)
    assert Photo.objects.get() == photo
    assert len(names(photo_dir)) == 2


def test_the_same_pixels_in_another_shape_are_another_picture(alice: User) -> None:
    call = arguments(alice, picture=np.zeros((100, 200, 3), np.uint8))
    photo_create(**call)
    with pytest.raises(CaptureConflictError):
        photo_create(**call | {"picture": np.zeros((200, 100, 3), np.uint8)})


def test_two_people_may_use_the_same_capture_id(alice: User, bob: User) -> None:
    capture_id = uuid4()
    mine = photo_create(**arguments(alice, capture_id=capture_id))
    theirs = photo_create(**arguments(bob, capture_id=capture_id))
    assert mine.pk != theirs.pk


def test_who_comes_second_in_a_race_gets_the_photo_of_the_first(
    alice: User, photo_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = arguments(alice)
    write = files.write
    first: list[Photo] = []
    started: list[bool] = []

    def write_while_another_saves(*args: Any, **kwargs: Any) -> None:
        if not started:
            started.append(True)
            first.append(photo_create(**call))
        write(*args, **kwargs)

    monkeypatch.setattr(files, "write", write_while_another_saves)
    assert photo_create(**call).pk == first[0].pk
    assert len(names(photo_dir)) == 2


def test_an_unknown_time_zone_counts_as_utc(alice: User) -> None:
    assert photo_create(**arguments(alice, time_zone="Mars/Olympus")).time_zone == "UTC"
    assert photo_create(**arguments(alice, time_zone="../etc/passwd")).time_zone == "UTC"


@pytest.mark.parametrize(
    "wrong",
    [
        {"picture": np.zeros((10, 10), np.uint8)},
        {"picture": np.zeros((10, 10, 3), np.float32)},
        {"picture": np.zeros((0, 10, 3), np.uint8)},
        {"happy": float("nan")},
        {"scores": {"happy": float("inf")}},
    ],
)
def test_what_no_caller_should_pass_is_refused_before_anything_is_written(
    alice: User, photo_dir: Path, wrong: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="expected"):
        photo_create(**arguments(alice, **wrong))
    assert names(photo_dir) == []


@pytest.mark.parametrize("wrong", [{"emotion": "bored"}, {"happy": 1.5}, {"source": "cloud"}])
def test_values_that_the_row_refuses_leave_nothing_behind(alice: User, photo_dir: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(SaveFailedError) as caught:
        photo_create(**arguments(alice, **wrong))
    assert caught.value.__cause__ is not None
    assert names(photo_dir) == []
    assert not Photo.objects.exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("step", [("replace", 1), ("replace", 2), ("fsync", 1), ("fsync", 2), ("fsync", 3)])
def test_a_disk_that_fails_at_any_step_leaves_nothing_behind(
    alice: User, photo_dir: Path, monkeypatch: pytest.MonkeyPatch, step: tuple[str, int], number: int
) -> None:
    call, nth = step
    real, count = getattr(os, call), 0

    def failing(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        if count == nth:
            raise OSError(number, os.strerror(number))
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, failing)
    expected = SaveFailedError if number == errno.EIO else StorageFullError
    once = arguments(alice)
    with pytest.raises(expected) as caught:
        photo_create(**once)
    assert isinstance(caught.value.__cause__, OSError)
    assert names(photo_dir) == []
    assert not Photo.objects.exists()
    assert photo_create(**once).pk
    assert len(names(photo_dir)) == 2


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("database is locked"), SaveFailedError),
        (OperationalError("database or disk is full"), StorageFullError),
        (IntegrityError("something"), SaveFailedError),
    ],
)
def test_a_database_that_fails_leaves_no_files(
    alice: User, photo_dir: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, expected: type[Exception]
) -> None:
    def failing(*_args: Any, **_kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(Photo, "save", failing)
    with pytest.raises(expected):
        photo_create(**arguments(alice))
    assert names(photo_dir) == []


def test_an_interrupt_between_file_and_row_leaves_no_files(
    alice: User, photo_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_args: Any, **_kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Photo, "save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        photo_create(**arguments(alice))
    assert names(photo_dir) == []


def test_the_file_is_whole_before_the_row_is_there(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    save = Photo.save

    def looking(photo: Photo, **kwargs: Any) -> None:
        with Image.open(io.BytesIO(files.photo_path(photo.uid).read_bytes())) as image:
            image.load()
        seen.append(files.thumbnail_path(photo.uid).is_file())
        save(photo, **kwargs)

    monkeypatch.setattr(Photo, "save", looking)
    photo_create(**arguments(alice))
    assert seen == [True]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("memo", "가" * 201),
        ("happy", 1.01),
        ("happy", -0.01),
        ("emotion", "bored"),
        ("source", "cloud"),
        ("hidden_at", "2026-11-20T00:00Z"),
        ("hidden_reason", "no date"),
    ],
)
def test_the_database_itself_refuses_what_no_photo_may_be(make_photo: MakePhoto, column: str, value: object) -> None:
    photo = make_photo()
    with pytest.raises(IntegrityError) as caught:
        Photo.objects.filter(pk=photo.pk).update(**{column: value})
    assert isinstance(caught.value.__cause__, sqlite3.IntegrityError)


def test_the_json_of_a_photo_has_plain_values_and_relative_addresses(make_photo: MakePhoto) -> None:
    photo = make_photo(memo="안녕")
    assert photo_json(photo) == {
        "id": str(photo.uid),
        "taken_at": "2026-11-20T06:30:00Z",
        "taken_on": "2026-11-20",
        "time_zone": "Asia/Seoul",
        "width": 320,
        "height": 240,
        "bytes": photo.bytes,
        "emotion": "happy",
        "happy": 0.9,
        "scores": {"happy": 0.9, "neutral": 0.1},
        "sharpness": 120.5,
        "blurry": False,
        "memo": "안녕",
        "favourite": False,
        "source": "camera",
        "manual": False,
        "moment": None,
        "alternates": [],
        "alternate_of": None,
        "trashed_at": None,
        "urls": {
            "page": f"/photos/{photo.uid}/",
            "photo": f"/photos/{photo.uid}/photo.jpg",
            "thumbnail": f"/photos/{photo.uid}/thumbnail.jpg",
            "card": f"/photos/{photo.uid}/card.png",
        },
    }


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_one_capture_make_one_photo(alice: User, photo_dir: Path) -> None:
    call = arguments(alice)

    def save(_: int) -> int:
        try:
            return photo_create(**call).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(save, range(8)))) == 1
    assert Photo.objects.count() == 1
    assert len(names(photo_dir)) == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="locks SQLite's one writer")
@pytest.mark.django_db(transaction=True)
def test_a_database_that_stays_locked_is_a_failure_and_the_retry_makes_one_photo(alice: User, photo_dir: Path) -> None:
    call = arguments(alice)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")  # instead of the 20 s that a server waits
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SaveFailedError):
            photo_create(**call)
        other.execute("ROLLBACK")
    assert names(photo_dir) == []
    kept = photo_create(**call)
    assert photo_create(**call).pk == kept.pk
    assert Photo.objects.count() == 1
    assert len(names(photo_dir)) == 2


def test_a_disk_that_is_full_in_the_middle_of_a_file_leaves_nothing_behind(
    alice: User, photo_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = arguments(alice)
    real = Path.open

    class Full:
        """A file that takes nothing."""

        def __init__(self, file: Any) -> None:
            self._file = file

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def write(self, data: bytes) -> int:
            self._file.write(data[:10])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda path, *args: Full(real(path, *args)))
        with pytest.raises(StorageFullError):
            photo_create(**once)
    assert names(photo_dir) == []
    assert photo_create(**once).pk
