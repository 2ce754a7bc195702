from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from capture.management.commands import find_moments
from gallery import files, services
from gallery.models import Allowance, Photo
from gallery.quota import MEGABYTE, quota_of
from gallery.services import QuotaExceededError, photo_create
from tests.gallery.conftest import MakePhoto, arguments, picture


def full(owner: User) -> bool:
    try:
        photo_create(**arguments(owner))
    except QuotaExceededError:
        return True
    return False


def test_what_is_used_is_what_is_kept_the_trash_too(
    alice: User, bob: User, make_photo: MakePhoto, settings: Settings
) -> None:
    settings.QUOTA_MB = 1
    kept, trashed = make_photo(), make_photo(picture=picture(seed=5), trashed_at=timezone.now())
    make_photo(bob)
    quota = quota_of(alice)
    assert quota.used == kept.bytes + trashed.bytes
    assert (quota.limit, quota.today, quota.percent) == (MEGABYTE, 2, 100 * quota.used // MEGABYTE)


def test_a_full_album_takes_nothing_more_and_stays_readable_and_deletable(
    alice: User, alice_client: Client, bob: User, make_photo: MakePhoto, settings: Settings, photo_dir: Any
) -> None:
    settings.QUOTA_MB = 1
    photo = make_photo()
    Photo.objects.filter(pk=photo.pk).update(bytes=MEGABYTE)
    before = sorted(photo_dir.iterdir())
    assert full(alice)
    assert sorted(photo_dir.iterdir()) == before
    assert not full(bob)
    assert alice_client.get(f"/api/v1/photos/{photo.uid}/photo").status_code == 200
    assert alice_client.get("/album/").status_code == 200
    assert alice_client.delete(f"/api/v1/photos/{photo.uid}/").status_code == 204
    assert full(alice)  # the trash counts
    photo.refresh_from_db()
    services.photo_delete(photo=photo)
    assert not full(alice)


def test_the_last_photo_that_fits_is_kept(alice: User, make_photo: MakePhoto, settings: Settings) -> None:
    settings.QUOTA_MB = 1
    photo = make_photo()
    size = len(files.encode_photo(picture()))
    Photo.objects.filter(pk=photo.pk).update(bytes=MEGABYTE - size)
    assert not full(alice)
    assert full(alice)


@pytest.mark.parametrize("limit", ["QUOTA_MB", "PHOTOS_PER_DAY"])
def test_a_photo_that_another_camera_kept_meanwhile_counts(
    alice: User, settings: Settings, monkeypatch: pytest.MonkeyPatch, photo_dir: Any, limit: str
) -> None:
    write = files.write

    def beaten(*args: Any, **kwargs: Any) -> None:
        write(*args, **kwargs)
        monkeypatch.setattr(files, "write", write)
        Photo.objects.filter(pk=photo_create(**arguments(alice)).pk).update(bytes=MEGABYTE)

    setattr(settings, limit, 1)
    monkeypatch.setattr(files, "write", beaten)
    assert full(alice)
    kept = Photo.objects.get()
    assert set(photo_dir.iterdir()) == {files.photo_path(kept.uid), files.thumbnail_path(kept.uid)}


def test_a_retry_of_what_was_kept_gets_it_however_full_it_is(alice: User, settings: Settings) -> None:
    settings.PHOTOS_PER_DAY = 1
    call = arguments(alice)
    kept = photo_create(**call)
    assert photo_create(**call).pk == kept.pk
    assert full(alice)


def test_a_day_takes_so_many_and_the_next_one_more(alice: User, make_photo: MakePhoto, settings: Settings) -> None:
    settings.PHOTOS_PER_DAY = 2
    make_photo()
    make_photo()
    assert full(alice)
    Photo.objects.filter(owner=alice).update(created_at=timezone.now() - timedelta(hours=24))
    assert quota_of(alice).today == 0
    assert not full(alice)


@pytest.mark.parametrize(("own", "fits"), [(None, False), (0, True), (3, True), (1, False)])
def test_one_person_may_have_another_limit(
    alice: User, make_photo: MakePhoto, settings: Settings, *, own: int | None, fits: bool
) -> None:
    settings.PHOTOS_PER_DAY = settings.QUOTA_MB = 2
    make_photo()
    make_photo()
    Photo.objects.filter(owner=alice).update(bytes=MEGABYTE)
    Allowance.objects.create(owner=alice, megabytes=own, photos_per_day=own)
    assert full(alice) is not fits


def test_zero_is_no_limit(alice: User, make_photo: MakePhoto, settings: Settings) -> None:
    settings.PHOTOS_PER_DAY = settings.QUOTA_MB = 0
    make_photo()
    assert (quota_of(alice).limit, quota_of(alice).per_day, quota_of(alice).percent) == (None, None, 0)
    assert not full(alice)


def test_asking_takes_two_queries_however_much_is_kept(
    alice: User, make_photo: MakePhoto, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        make_photo()
        with django_assert_num_queries(2):
            quota_of(alice)


def test_the_index_answers_without_a_look_at_the_rows(alice: User) -> None:
    with CaptureQueriesContext(connection) as seen:
        quota_of(alice)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {seen.captured_queries[-1]['sql']}")
        plan = str(cursor.fetchall())
    assert "USING COVERING INDEX photo_usage" in plan


def test_find_moments_says_so_and_stops(alice: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    def refuse(*_: Any) -> None:
        raise QuotaExceededError

    class OneMoment:
        frames = 1
        seconds = 1.0

        def __init__(self, _path: Any) -> None: ...

        def watch(self, _analyzer: Any) -> Any:
            yield type("Seen", (), {"moment": type("Moment", (), {"alternate": False})()})()

    monkeypatch.setattr(find_moments, "Video", OneMoment)
    monkeypatch.setattr(find_moments, "make_analyzer", lambda: None)
    monkeypatch.setattr(find_moments, "_keep", refuse)
    (tmp_path / "clip.mp4").write_bytes(b"x")
    with pytest.raises(CommandError, match="quota_exceeded"):
        call_command("find_moments", str(tmp_path / "clip.mp4"), "--user", "alice")


def test_staff_set_an_allowance_and_see_what_is_used(alice: User, make_photo: MakePhoto) -> None:
    make_photo()
    boss = User.objects.create_superuser("boss", "boss@example.org", "correct-horse-battery")
    client = Client()
    client.force_login(boss)
    added = client.post("/admin/gallery/allowance/add/", {"owner": alice.pk, "megabytes": "7", "photos_per_day": ""})
    assert added.status_code == 302
    allowance = Allowance.objects.get(owner=alice)
    assert quota_of(alice).limit == 7 * MEGABYTE
    page = client.get(f"/admin/gallery/allowance/{allowance.pk}/change/")
    assert page.status_code == 200
    assert client.get("/admin/gallery/allowance/").status_code == 200


def test_an_unknown_capture_of_a_full_person_leaves_no_row(alice: User, settings: Settings) -> None:
    settings.PHOTOS_PER_DAY = 1
    assert not full(alice)
    with pytest.raises(QuotaExceededError) as caught:
        photo_create(**arguments(alice, capture_id=uuid4()))
    assert caught.value.code == "quota_exceeded"
    assert Photo.objects.count() == 1


def test_the_api_says_how_much_room_is_left(alice_client: Client, make_photo: MakePhoto, settings: Settings) -> None:
    settings.QUOTA_MB, settings.PHOTOS_PER_DAY = 1, 7
    photo = make_photo()
    told = alice_client.get("/api/v1/me/").json()["quota"]
    assert (told["used"], told["limit"], told["today"], told["per_day"]) == (photo.bytes, MEGABYTE, 1, 7)
