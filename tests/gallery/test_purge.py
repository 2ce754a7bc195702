"""`manage.py purge` does by hand what the server does by the hour."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from gallery import files
from gallery.archive import folder
from gallery.models import GoneCapture, Job, Photo
from gallery.services import export_start
from tests.gallery.conftest import MakePhoto
from tests.gallery.test_keeping import age


@pytest.fixture
def due(alice: User, bob: User, make_photo: MakePhoto, photo_dir: Path) -> Photo:
    """One of each: a photo of the trash, an export, a capture, a leftover and bob's account."""
    kept = make_photo()
    make_photo(trashed_at=timezone.now() - timedelta(days=31))
    job = export_start(owner=alice)
    Job.objects.update(expires_at=timezone.now() - timedelta(days=1), state="done")
    folder.folder().mkdir()
    folder.path_of(job.uid).write_bytes(b"zip")
    (photo_dir / "a.jpg.1.tmp").write_bytes(b"x")
    age(photo_dir / "a.jpg.1.tmp", 2)
    GoneCapture.objects.create(owner=alice, capture_id=kept.capture_id)
    GoneCapture.objects.update(gone_at=timezone.now() - timedelta(days=8))
    User.objects.filter(pk=bob.pk).update(deletion_due_at=timezone.now() - timedelta(seconds=1))
    return kept


def purge(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("purge", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_all_that_is_due_goes(
    due: Photo, alice: User, photo_dir: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert purge() == [
            "1 photos of the trash deleted",
            "1 exports and ZIPs deleted",
            "1 captures of deleted photos deleted",
            "1 unfinished or stray files deleted",
            "1 accounts deleted",
        ]
    assert set(photo_dir.iterdir()) == {files.photo_path(due.uid), files.thumbnail_path(due.uid)}
    assert list(folder.folder().iterdir()) == []
    assert (list(Photo.objects.all()), list(User.objects.all()), Job.objects.count()) == ([due], [alice], 0)
    assert purge() == [line.replace("1", "0") for line in purge()]


def test_a_dry_run_says_so_and_deletes_nothing(due: Photo, photo_dir: Path) -> None:
    before = sorted(photo_dir.iterdir())
    assert purge("--dry-run") == [
        "1 photos of the trash are due",
        "1 exports and ZIPs are due",
        "1 captures of deleted photos are due",
        "1 unfinished or stray files are due",
        "1 accounts are due",
    ]
    assert (Photo.objects.count(), User.objects.count(), Job.objects.count()) == (2, 2, 1)
    assert sorted(photo_dir.iterdir()) == before


@pytest.mark.parametrize(
    ("what", "left"), [("trash", (1, 2, 1)), ("exports", (2, 2, 0)), ("files", (2, 2, 1)), ("accounts", (2, 1, 1))]
)
def test_one_kind_alone(due: Photo, what: str, left: tuple[int, int, int]) -> None:
    assert len(purge(what)) == 1
    assert (Photo.objects.count(), User.objects.count(), Job.objects.count()) == left


def test_another_kind_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        purge("everything")
