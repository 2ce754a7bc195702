import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from gallery import files, selectors, services
from gallery.models import Photo
from tests.gallery.conftest import MakePhoto


def age(path: Path, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def test_a_memo_is_kept_clean(make_photo: MakePhoto) -> None:
    photo = services.photo_memo_set(photo=make_photo(), memo="  \u1100\u1161\r\n")
    assert Photo.objects.get(pk=photo.pk).memo == "가"


def test_a_long_memo_changes_nothing(make_photo: MakePhoto) -> None:
    photo = make_photo(memo="before")
    with pytest.raises(ValidationError, match="too long"):
        services.photo_memo_set(photo=photo, memo="x" * 201)
    assert Photo.objects.get(pk=photo.pk).memo == "before"


def test_trashed_photos_leave_the_album_for_the_trash_and_come_back(alice: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    services.photo_trash(photo=photo)
    assert (list(selectors.album(alice)), list(selectors.trash(alice))) == ([], [photo])
    assert selectors.photo_for(alice, photo.uid) == photo
    services.photo_restore(photo=photo)
    assert (list(selectors.album(alice)), list(selectors.trash(alice))) == ([photo], [])


def test_throwing_away_twice_does_not_start_the_thirty_days_again(make_photo: MakePhoto) -> None:
    since = timezone.now() - timedelta(days=29)
    photo = services.photo_trash(photo=make_photo(trashed_at=since))
    assert photo.trashed_at == since


def test_a_hidden_photo_is_gone_for_its_owner_everywhere(alice: User, staff: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    services.photo_hide(photo=photo, by=staff, reason="  not\nfit ")
    assert (photo.hidden_reason, photo.hidden_by) == ("not fit", staff)
    assert not selectors.photos(alice).exists()
    with pytest.raises(Photo.DoesNotExist):
        selectors.photo_for(alice, photo.uid)
    services.photo_unhide(photo=photo)
    assert (photo.hidden_at, photo.hidden_reason, photo.hidden_by) == (None, "", None)
    assert selectors.photo_for(alice, photo.uid) == photo


@pytest.mark.parametrize("reason", ["", "  \n", "\x00", "x" * 501])
def test_hiding_needs_a_reason_of_some_length(staff: User, make_photo: MakePhoto, reason: str) -> None:
    photo = make_photo()
    with pytest.raises(ValidationError):
        services.photo_hide(photo=photo, by=staff, reason=reason)
    assert Photo.objects.get(pk=photo.pk).hidden_at is None


def test_a_stranger_has_no_photo_of_alice(charlie: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    with pytest.raises(Photo.DoesNotExist):
        selectors.photo_for(charlie, photo.uid)
    assert not selectors.photos(charlie).exists()


def test_neighbours_are_of_the_album_only(alice: User, bob: User, make_photo: MakePhoto) -> None:
    first, _trashed, _theirs, middle = (
        make_photo(),
        make_photo(trashed_at=timezone.now()),
        make_photo(bob),
        make_photo(),
    )
    last = make_photo()
    assert selectors.neighbours(alice, middle) == (last, first)
    assert selectors.neighbours(alice, last) == (None, middle)


def test_pages_go_on_after_a_photo_that_left_the_album(alice: User, make_photo: MakePhoto) -> None:
    photos = [make_photo() for _ in range(5)][::-1]
    services.photo_trash(photo=photos[1])
    assert selectors.page_after(selectors.album(alice), alice, photos[1].uid, 2) == (photos[2:4], True)
    assert selectors.page_after(selectors.album(alice), alice, photos[3].uid, 2) == (photos[4:], False)


def test_the_row_goes_first_and_the_files_with_the_commit(
    make_photo: MakePhoto, photo_dir: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    photo = make_photo()
    with django_capture_on_commit_callbacks() as callbacks:
        services.photo_delete(photo=photo)
    assert not Photo.objects.exists()
    assert len(list(photo_dir.iterdir())) == 2
    for callback in callbacks:
        callback()
    assert list(photo_dir.iterdir()) == []


def test_the_trash_is_emptied_after_thirty_days_but_not_of_hidden_photos(
    staff: User, make_photo: MakePhoto, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    now = timezone.now()
    due = services.photo_memo_set(photo=make_photo(trashed_at=now - timedelta(days=30, minutes=1)), memo="abcd")
    services.album_add(album=services.album_create(owner=due.owner, name="Spring"), photos=[due])
    young = make_photo(trashed_at=now - timedelta(days=29, hours=23))
    evidence = make_photo(
        trashed_at=now - timedelta(days=99), hidden_at=now, hidden_reason="asked for by its subject", hidden_by=staff
    )
    kept = make_photo()
    with django_capture_on_commit_callbacks(execute=True):
        assert services.trash_purge() == 1
    assert set(Photo.objects.all()) == {young, evidence, kept}
    assert not files.photo_path(due.uid).exists()
    assert not files.thumbnail_path(due.uid).exists()
    assert files.photo_path(young.uid).exists()


def test_a_photo_restored_while_the_purge_runs_stays(make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    from gallery.services import tidying  # noqa: PLC0415

    photo = make_photo(trashed_at=timezone.now() - timedelta(days=31))
    purge_one = tidying._purge_one

    def restored_just_now(*args: Any) -> int:
        services.photo_restore(photo=photo)
        return purge_one(*args)

    monkeypatch.setattr(tidying, "_purge_one", restored_just_now)
    assert services.trash_purge() == 0
    assert Photo.objects.get(pk=photo.pk).trashed_at is None


def test_the_sweeper_takes_old_strays_and_nothing_else(make_photo: MakePhoto, photo_dir: Path) -> None:
    photo = make_photo()
    own = {files.photo_path(photo.uid), files.thumbnail_path(photo.uid)}
    for path in own:
        age(path, 50)
    old_scratch, new_scratch = photo_dir / "a.jpg.1.tmp", photo_dir / "b.jpg.1.tmp"
    old_orphan, new_orphan = files.photo_path(uuid4()), files.thumbnail_path(uuid4())
    foreign = photo_dir / "README.jpg"
    for path in (old_scratch, new_scratch, old_orphan, new_orphan, foreign):
        path.write_bytes(b"x")
    for path in (old_scratch, old_orphan, foreign):
        age(path, 1.1)
    assert services.files_sweep() == (1, 1)
    assert set(photo_dir.iterdir()) == own | {new_scratch, new_orphan, foreign}


def test_tidying_an_empty_place_is_nothing(db: None, photo_dir: Path) -> None:
    assert services.tidy() == services.Tidied(0, 0, 0, 0)
    assert not photo_dir.exists()
