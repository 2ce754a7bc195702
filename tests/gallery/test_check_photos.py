"""`manage.py check_photos`: what crashes, moves and restores leave behind."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from accounts.models import AuditEntry
from gallery import files
from gallery.models import Photo
from tests.gallery.conftest import MakePhoto
from tests.gallery.test_keeping import age


def check(*arguments: str) -> tuple[dict[str, str], str, bool]:
    """Problems by name, what was said in the end, and whether any are left."""
    out, err, left = StringIO(), StringIO(), False
    try:
        call_command("check_photos", "--json", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        left = error.returncode == 1 and "problems are left" in str(error)
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    return {each["name"]: each["problem"] for each in found}, err.getvalue(), left


def lose(photo: Photo) -> str:
    files.photo_path(photo.uid).unlink()
    return str(photo.uid)


def flip(photo: Photo) -> str:
    """One bit of the picture, as an old disk does it."""
    path = files.photo_path(photo.uid)
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)
    return str(photo.uid)


def cut(photo: Photo) -> str:
    path = files.photo_path(photo.uid)
    path.write_bytes(path.read_bytes()[:-200])
    return str(photo.uid)


def lose_thumbnail(photo: Photo) -> str:
    files.thumbnail_path(photo.uid).unlink()
    return str(photo.uid)


def spoil_thumbnail(photo: Photo) -> str:
    files.thumbnail_path(photo.uid).write_bytes(b"\xff\xd8nothing")
    return str(photo.uid)


def of_an_older_version(photo: Photo) -> str:
    Photo.objects.filter(pk=photo.pk).update(checksum="")
    return str(photo.uid)


def stray(_photo: Photo) -> str:
    path = files.thumbnail_path(uuid4())
    path.write_bytes(b"x")
    age(path, 2)
    return path.name


def leftover(photo: Photo) -> str:
    path = files.folder() / f"{photo.uid}.jpg.1.tmp"
    path.write_bytes(b"x")
    age(path, 2)
    return path.name


def test_what_is_well_is_well(make_photo: MakePhoto) -> None:
    for _ in range(3):
        make_photo()
    assert check() == ({}, "3 photos: all is well; 0 mended\n", False)
    assert check("--fix") == ({}, "3 photos: all is well; 0 mended\n", False)


@pytest.mark.parametrize(
    ("break_it", "problem", "can_be_mended"),
    [
        (lose, "missing", True),
        (flip, "damaged", False),
        (cut, "damaged", False),
        (lose_thumbnail, "thumbnail", True),
        (spoil_thumbnail, "thumbnail", True),
        (of_an_older_version, "unverified", True),
        (stray, "stray", True),
        (leftover, "leftover", True),
    ],
)
def test_what_is_wrong_is_named_and_mended_where_that_can_be(
    make_photo: MakePhoto,
    photo_dir: Path,
    break_it: Callable[[Photo], str],
    problem: str,
    can_be_mended: bool,  # noqa: FBT001
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    well, broken = make_photo(), make_photo()
    name = break_it(broken)
    before = {path: path.read_bytes() for path in photo_dir.iterdir()}
    for arguments in ((), ("--fix", "--dry-run")):
        assert check(*arguments) == ({name: problem}, f"2 photos: 1 {problem}; 0 mended\n", True)
    assert {path: path.read_bytes() for path in photo_dir.iterdir()} == before
    with django_capture_on_commit_callbacks(execute=True):
        _, said, left = check("--fix")
    assert (said, left) == (f"2 photos: 1 {problem}; {int(can_be_mended)} mended\n", not can_be_mended)
    assert check()[0] == ({} if can_be_mended else {name: problem})
    assert Photo.objects.filter(pk=well.pk).exists()
    assert Photo.objects.filter(pk=broken.pk).exists() is (problem != "missing")


def test_a_picture_of_an_older_version_that_was_cut_is_damaged(make_photo: MakePhoto) -> None:
    photo = make_photo()
    of_an_older_version(photo)
    name = cut(photo)
    assert check()[0] == {name: "damaged"}


def test_a_row_that_goes_stands_in_the_trail(make_photo: MakePhoto) -> None:
    make_photo()
    name = lose(make_photo())
    check("--fix")
    assert AuditEntry.objects.get(action="photo_deleted").thing == name


def test_a_disk_that_is_not_there_costs_no_row(make_photo: MakePhoto, photo_dir: Path) -> None:
    for _ in range(11):
        make_photo()
    photo_dir.rename(photo_dir.with_name("elsewhere"))
    with pytest.raises(CommandError, match="Is their folder there"):
        call_command("check_photos", "--fix")
    assert Photo.objects.count() == 11
    assert not check("--fix", "--many")[2]
    assert Photo.objects.count() == 0


def refuse_picture(photo: Photo) -> Path:
    """A name that leads in circles can't be opened by anybody, whatever their rights."""
    return files.photo_path(photo.uid)


def refuse_thumbnail(photo: Photo) -> Path:
    return files.thumbnail_path(photo.uid)


@pytest.mark.parametrize("refused", [refuse_picture, refuse_thumbnail])
def test_a_file_that_the_disk_refuses_costs_neither_row_nor_file(
    make_photo: MakePhoto,
    refused: Callable[[Photo], Path],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    _well, photo = make_photo(), make_photo()
    path = refused(photo)
    kept = path.rename(path.with_suffix(".kept"))
    path.symlink_to(path)
    with django_capture_on_commit_callbacks(execute=True):
        found, said, left = check("--fix", "--many")
    assert (found, said, left) == ({str(photo.uid): "unreadable"}, "2 photos: 1 unreadable; 0 mended\n", True)
    kept.rename(path)
    assert check()[0] == {}


def test_an_empty_folder_costs_no_row_however_few_there_are(make_photo: MakePhoto, photo_dir: Path) -> None:
    for _ in range(2):
        make_photo()
    photo_dir.rename(photo_dir.with_name("elsewhere"))
    photo_dir.mkdir()
    with pytest.raises(CommandError, match="Is their folder there"):
        call_command("check_photos", "--fix")
    assert Photo.objects.count() == 2
    photo_dir.rmdir()
    photo_dir.with_name("elsewhere").rename(photo_dir)
    assert check()[0] == {}


@pytest.mark.parametrize("count", [2, 8])
def test_looking_costs_a_query_for_hundreds(
    make_photo: MakePhoto, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_photo()
    with django_assert_num_queries(3):
        check()
