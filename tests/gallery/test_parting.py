"""What is left of the photos of somebody who deleted their account: nothing."""

from pathlib import Path

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils import timezone

from accounts.leaving import account_delete
from accounts.models import User
from gallery import files
from gallery.archive import folder
from gallery.models import Job, Photo
from gallery.services import export_start, parting
from tests.gallery.conftest import MakePhoto


@pytest.mark.django_db(transaction=True)
def test_no_photo_and_no_file_is_left_and_those_of_others_stay(
    alice: User, bob: User, make_photo: MakePhoto, photo_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parting, "_BATCH", 2)
    hers = [make_photo(alice) for _ in range(3)]
    Photo.objects.filter(pk=hers[0].pk).update(hidden_reason="abuse", hidden_at=hers[0].created_at)
    his = make_photo(bob)
    export = export_start(owner=alice)
    folder.folder().mkdir(exist_ok=True)
    folder.path_of(export.uid).write_bytes(b"PK")
    User.objects.filter(pk=alice.pk).update(deletion_due_at=timezone.now())
    assert account_delete(user=alice)
    assert (Job.objects.count(), list(folder.folder().iterdir())) == (0, [])
    assert list(Photo.objects.all()) == [his]
    assert {files.uid_of(path) for path in photo_dir.iterdir()} == {his.uid}


def test_a_kill_in_between_leaves_fewer_photos_and_none_broken(
    alice: User, make_photo: MakePhoto, photo_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parting, "_BATCH", 1)
    for _ in range(2):
        make_photo(alice)
    assert parting._delete_some(alice) == 1
    left = Photo.objects.get()
    assert files.photo_path(left.uid).is_file()


def test_staffs_log_tells_nothing_of_photos_that_are_gone(
    alice: User, bob: User, staff: User, make_photo: MakePhoto
) -> None:
    hers, his = make_photo(alice), make_photo(bob)
    LogEntry.objects.log_actions(staff.pk, [hers, his], CHANGE, "Hidden: reported")
    User.objects.filter(pk=alice.pk).update(deletion_due_at=timezone.now())
    assert account_delete(user=alice)
    assert [entry.object_id for entry in LogEntry.objects.all()] == [str(his.pk)]
