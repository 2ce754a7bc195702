"""The ZIP of everything, against database and files."""

import io
import json
import os
import zipfile
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.consent import consent_give
from accounts.models import User
from gallery import disk, files, jobs, services, serving
from gallery.archive import folder
from gallery.archive.everything import _oldest_first, write_everything
from gallery.models import Job, Notice, Photo
from tests.gallery.conftest import MakePhoto, arguments, picture
from tests.gallery.test_jobs import work

EXPORTED = {
    "accounts.Consent": "account.json",
    "accounts.Preferences": "account.json",
    "account.EmailAddress": "account.json",
    "mfa.Authenticator": "account.json",
    "socialaccount.SocialAccount": "account.json",
    "usersessions.UserSession": "account.json",
    "gallery.Photo": "photos.json",
    "gallery.Album": "albums.json",
    "gallery.Share": "shares.json",
    "gallery.Notice": "notices.json",
    "gallery.Report": "notices.json",
}
LEFT_OUT = {
    "admin.LogEntry": "staff's own record",
    "accounts.User_groups": "staff's",
    "accounts.User_user_permissions": "staff's",
    "gallery.Allowance": "what staff decided",
    "gallery.Job": "exports themselves",
    "gallery.Appeal": "in notices.json by its notice; this link says who decided",
    "gallery.GoneCapture": "of photos that are gone, for a week",
    "gallery.MemoGram": "an index, made of the memos",
}


def open_export(owner: User) -> zipfile.ZipFile:
    job = services.export_start(owner=owner)
    work()
    job.refresh_from_db()
    assert job.state == "done"
    return zipfile.ZipFile(folder.path_of(job.uid))


def test_the_archive_equals_database_and_files(alice: User, bob: User, make_photo: MakePhoto) -> None:
    consent_give(user=alice)
    moment = uuid4()
    plain = make_photo(memo="생일 <b>\n🎂", favourite=True)
    make_photo(picture=picture(seed=1), moment=moment)
    services.photo_create(**arguments(alice, picture=picture(seed=2), moment=moment), alternate=True)
    make_photo(picture=picture(seed=3), trashed_at=timezone.now(), memo="=cmd()")
    make_photo(bob)
    album = services.album_create(owner=alice, name="여름/../../etc")
    services.album_add(album=album, photos=[plain])
    with open_export(alice) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        listed = json.loads(archive.read("photos.json"))
        photos = list(Photo.objects.filter(owner=alice).order_by("id"))
        assert [entry["id"] for entry in listed] == [str(photo.uid) for photo in photos]
        for photo, entry in zip(photos, listed, strict=True):
            told = services.photo_json(photo)
            assert {name: entry[name] for name in told if name != "urls"} == {
                name: value for name, value in told.items() if name != "urls"
            }
            assert archive.read(entry["file"]) == files.photo_path(photo.uid).read_bytes()
            assert archive.read(entry["card"]) == serving.CARD.read(photo)
            names -= {entry["file"], entry["card"]}
        assert [entry["albums"] for entry in listed] == [["여름/../../etc"], [], [], []]
        assert listed[0]["favourite"] is True
        memos = sorted(name for name in names if name.startswith("memos/"))
        assert sorted(archive.read(name).decode() for name in memos) == ["=cmd()\n", "생일 <b>\n🎂\n"]
        assert names - set(memos) == {
            "README.txt",
            "account.json",
            "albums.json",
            "shares.json",
            "notices.json",
            "photos.json",
        }
        assert [found["name"] for found in json.loads(archive.read("albums.json"))] == ["여름/../../etc"]
        account = json.loads(archive.read("account.json"))
        assert account["account"]["username"] == "alice"
        assert account["consents"][0]["purpose"] == "camera"
        assert "pbkdf2" not in str(account)
        assert alice.password not in str(account)


def test_it_has_what_one_was_told_and_reported_and_names_no_hidden_photo(
    alice: User, bob: User, staff: User, make_photo: MakePhoto
) -> None:
    hidden, theirs = make_photo(), make_photo(bob)
    services.share_create(owner=alice, photo=hidden)
    link = services.share_create(owner=bob, photo=theirs)
    services.report_create(share=link, photo=theirs, reason="other", text="My garden.", reporter=alice)
    services.photo_hide(photo=hidden, by=staff, reason="reported")
    services.appeal_create(notice=Notice.objects.get(user=alice), text="It is mine.")
    with open_export(alice) as archive:
        told = json.loads(archive.read("notices.json"))
        everything = "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    (notice,), (report,) = told["notices"], told["reports"]
    assert (notice["reason"], notice["appeal"]["text"], report["text"]) == ("reported", "It is mine.", "My garden.")
    for uid in (hidden.uid, theirs.uid):
        assert str(uid) not in everything


def test_no_name_in_it_leads_out_of_where_it_is_unpacked(alice: User, make_photo: MakePhoto, tmp_path: Any) -> None:
    make_photo(memo="../../x")
    with open_export(alice) as archive:
        for info in archive.infolist():
            assert not info.filename.startswith("/")
            assert ".." not in info.filename.split("/")
            assert info.filename.isascii()
        archive.extractall(tmp_path / "out")


def test_what_staff_hid_is_not_in_it_and_what_is_lost_is_named(
    alice: User, bob: User, make_photo: MakePhoto, caplog: pytest.LogCaptureFixture
) -> None:
    hidden, lost, kept = make_photo(), make_photo(memo="still here"), make_photo()
    services.photo_hide(photo=hidden, by=bob, reason="no")
    files.remove(lost.uid)
    with open_export(alice) as archive:
        first, second = json.loads(archive.read("photos.json"))
        assert (first["id"], first["file"], first["card"]) == (str(lost.uid), None, None)
        assert second["id"] == str(kept.uid)
        assert [name for name in archive.namelist() if name.startswith("memos/")]
    assert str(lost.uid) in caplog.text


def test_somebody_with_nothing_gets_an_archive_too(alice: User) -> None:
    with open_export(alice) as archive:
        assert json.loads(archive.read("photos.json")) == []


def test_it_is_in_the_language_of_who_asked(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = services.export_start(owner=alice)
    Job.objects.filter(pk=job.pk).update(language="ko")
    work()
    with zipfile.ZipFile(folder.path_of(job.uid)) as archive:
        assert "내 모든 것" in archive.read("README.txt").decode()


def test_photos_are_read_some_hundred_at_a_time(
    alice: User,
    make_photo: MakePhoto,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    main = make_photo(moment=uuid4())
    for seed in range(3):
        services.photo_create(**arguments(alice, picture=picture(seed=seed), moment=main.moment), alternate=True)
    with django_assert_num_queries(4):  # photos, their alternates, their albums; and that there are no more
        assert len([photo.folded_behind and photo.folded_behind.uid for photo in _oldest_first(alice)]) == 4


def test_every_kind_of_thing_that_belongs_to_somebody_is_in_it_or_left_out_for_a_reason() -> None:
    owned = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if any(field.related_model is User for field in _links(model))
    }
    assert owned == EXPORTED.keys() | LEFT_OUT.keys()


def _links(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.get_fields() if field.concrete and field.is_relation]


def test_the_owner_may_go_on_deleting_while_it_is_made(
    alice: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [make_photo(picture=picture(seed=seed)) for seed in range(3)]
    beat = jobs.Heartbeat.__call__

    def delete_the_last(self: jobs.Heartbeat, done: int) -> None:
        if done == 1:
            services.photo_delete(photo=photos[2])
        beat(self, done)

    monkeypatch.setattr("gallery.archive.everything._AT_ONCE", 1)
    monkeypatch.setattr(jobs.Heartbeat, "__call__", delete_the_last)
    with open_export(alice) as archive:
        assert len(json.loads(archive.read("photos.json"))) == 2


def test_the_run_says_that_it_lives_also_while_the_list_and_the_end_are_written(
    alice: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_photo()
    make_photo()
    monkeypatch.setattr("gallery.archive.everything._PIECE", 100)
    disk.make_folder(folder.folder())
    told: list[int] = []
    file = io.BytesIO()
    assert write_everything(alice, file, told.append) == 2
    with zipfile.ZipFile(file) as archive:
        listed = len(archive.read("photos.json"))
        entries = len(archive.namelist())
    assert told.count(2) > listed / 100 + entries


def test_what_is_written_goes_to_the_disk_bit_by_bit(
    alice: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        make_photo()
    sizes: list[int] = []
    fsync = os.fsync

    def seen(descriptor: int) -> None:
        sizes.append(os.fstat(descriptor).st_size)
        fsync(descriptor)

    monkeypatch.setattr(disk, "SYNC_BYTES", 1000)
    monkeypatch.setattr(os, "fsync", seen)
    with open_export(alice) as archive:
        assert archive.testzip() is None
    assert len(sizes) > 6
    assert sizes[:3] == sorted(sizes[:3])


@pytest.mark.parametrize("when", ["before its card", "after its card"])
def test_a_photo_deleted_for_good_while_its_turn_has_come_fails_nothing(
    alice: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    gone, kept = make_photo(), make_photo(picture=picture(seed=1))
    before = files.photo_path(gone.uid).read_bytes()
    read = serving.CARD.read

    def deleted(photo: Photo) -> bytes:
        if when == "before its card":
            files.remove(gone.uid)
        card = read(photo)
        files.remove(gone.uid)
        return card

    monkeypatch.setattr(serving, "CARD", replace(serving.CARD, read=deleted))
    with open_export(alice) as archive:
        assert archive.testzip() is None
        first, second = json.loads(archive.read("photos.json"))
        assert archive.read(second["file"]) == files.photo_path(kept.uid).read_bytes()
        if when == "before its card":
            assert (first["file"], first["card"]) == (None, None)
        else:
            assert archive.read(first["file"]) == before
