"""`manage.py moderate` and `manage.py storage_report`."""

import json
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry, User
from gallery import files
from gallery.models import Photo
from tests.gallery.conftest import MakePhoto


def said(*arguments: Any) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


def objects(*arguments: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said(*arguments, "--json").splitlines()]


@pytest.fixture
def sam(db: None) -> User:
    person = User.objects.create_user("sam", is_staff=True)
    person.groups.set([Group.objects.get(name="moderator")])
    return person


def test_photos_are_listed(bob: User, make_photo: MakePhoto) -> None:
    mine, theirs = make_photo(), make_photo(bob, hidden_at=timezone.now(), hidden_reason="신고됨")
    assert [each["id"] for each in objects("moderate", "list")] == [str(theirs.uid), str(mine.uid)]
    assert [each["id"] for each in objects("moderate", "list", "--state", "visible")] == [str(mine.uid)]
    assert [each["id"] for each in objects("moderate", "list", "--owner", "Bob")] == [str(theirs.uid)]
    assert len(objects("moderate", "list", "--limit", 1)) == 1
    assert objects("moderate", "list")[0]["hidden_reason"] == "신고됨"
    assert "신고됨" in said("moderate", "list")


def test_photos_are_hidden_and_restored(sam: User, make_photo: MakePhoto) -> None:
    one, two, other = make_photo(), make_photo(), make_photo()
    chosen = (one.uid, two.uid)
    hidden = objects("moderate", "hide", *chosen, "--reason", "reported", "--by", "sam")
    assert {(each["id"], each["hidden_reason"]) for each in hidden} == {(str(uid), "reported") for uid in chosen}
    assert set(Photo.objects.filter(hidden_by=sam)) == {one, two}
    assert objects("moderate", "hide", *chosen, "--reason", "again", "--by", "sam") == []
    assert len(objects("moderate", "restore", *chosen, other.uid, "--by", "sam")) == 2
    assert not Photo.objects.filter(hidden_at__isnull=False).exists()
    entries = AuditEntry.objects.filter(thing=str(one.uid)).order_by("id")
    assert [(entry.action, entry.actor) for entry in entries] == [("photo_hidden", sam.pk), ("photo_restored", sam.pk)]


def test_ids_come_from_the_standard_input(sam: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    photos = [make_photo(), make_photo()]
    monkeypatch.setattr("sys.stdin", StringIO("\n".join(str(photo.uid) for photo in photos)))
    said("moderate", "hide", "-", "--reason", "reported", "--by", "sam")
    assert Photo.objects.filter(hidden_at__isnull=False).count() == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hide", "{photo}", "{nobody}", "--reason", "x", "--by", "sam"], "there is no photo"),
        (["hide", "{photo}", "not-an-id", "--reason", "x", "--by", "sam"], "no photo's id"),
        (["hide", "{photo}", "--reason", "  ", "--by", "sam"], "Say why"),
        (["hide", "{photo}", "--reason", "x" * 501, "--by", "sam"], "too long"),
        (["hide", "{photo}", "--reason", "x", "--by", "alice"], "may not moderate"),
        (["hide", "{photo}", "--reason", "x", "--by", "nobody"], "there is no user"),
        (["hide", "{photo}", "--by", "sam"], "--reason"),
        (["restore", "{photo}"], "--by"),
        (["list", "--owner", "nobody"], "there is no user"),
        ([], "verb"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(
    sam: User, make_photo: MakePhoto, arguments: list[str], message: str
) -> None:
    photo = make_photo()
    with pytest.raises(CommandError, match=message):
        said("moderate", *(each.format(photo=photo.uid, nobody=uuid4()) for each in arguments))
    assert not Photo.objects.filter(hidden_at__isnull=False).exists()


def test_a_dry_run_hides_nothing(sam: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    assert len(objects("moderate", "hide", photo.uid, "--reason", "x", "--by", "sam", "--dry-run")) == 1
    assert not Photo.objects.filter(hidden_at__isnull=False).exists()


def test_the_report_says_who_keeps_how_much(alice: User, bob: User, make_photo: MakePhoto, photo_dir: Path) -> None:
    for changed in ({}, {"trashed_at": timezone.now()}, {"hidden_at": timezone.now(), "hidden_reason": "x"}):
        make_photo(**changed)
    theirs = make_photo(bob)
    (report,) = objects("storage_report")
    mine = Photo.objects.filter(owner=alice)
    assert report["people"] == [
        {
            "person": "alice",
            "photos": 3,
            "kept_bytes": sum(photo.bytes for photo in mine),
            "trash_bytes": mine.get(trashed_at__isnull=False).bytes,
            "hidden": 1,
        },
        {"person": "bob", "photos": 1, "kept_bytes": theirs.bytes, "trash_bytes": 0, "hidden": 0},
    ]
    assert (report["all"]["people"], report["all"]["photos"]) == (2, 4)
    lying = sum(path.stat().st_size for path in photo_dir.iterdir())
    assert report["folders"]["photos"] == {"files": 8, "bytes": lying}
    assert report["disk"]["free_bytes"] > 0
    assert len(objects("storage_report", "--top", "1")[0]["people"]) == 1


def test_the_report_is_words_too_and_an_empty_place_is_no_error(db: None) -> None:
    words = said("storage_report", "--dry-run")
    assert "0 people keep 0 photos: 0 bytes" in words
    assert "are free" in words
    assert not files.folder().exists()


@pytest.mark.parametrize("people", [1, 2])
def test_the_report_costs_the_same_for_any_number_of_people(
    alice: User, bob: User, make_photo: MakePhoto, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for owner in (alice, bob)[:people]:
        make_photo(owner)
    with django_assert_num_queries(2):
        said("storage_report")
