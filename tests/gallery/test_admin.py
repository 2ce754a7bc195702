import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from accounts.audit_actions import AuditAction
from accounts.models import AuditEntry, User
from gallery import files, services
from gallery.models import Photo
from gallery.services import share_create
from tests.gallery.conftest import MakePhoto

LIST = "/admin/gallery/photo/"


def pages(photo: Photo) -> list[str]:
    pictures = [f"{LIST}{photo.uid}/{name}.jpg" for name in ("photo", "thumbnail", "blurred")]
    return [LIST, f"{LIST}{photo.pk}/change/", *pictures]


def looks() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(action=AuditAction.PHOTO_VIEWED)


def act(client: Client, action: str, photos: list[Photo], **more: str) -> Any:
    """Ask for the action, or with `apply` answer its question."""
    chosen = {"action": action, "_selected_action": [str(photo.pk) for photo in photos]}
    newest = {"newest": str(max(photo.pk for photo in Photo.objects.only("pk")))} if "apply" in more else {}
    return client.post(LIST, chosen | newest | more)


@pytest.fixture
def many(make_photo: MakePhoto) -> Callable[[int], list[Photo]]:
    def make(count: int) -> list[Photo]:
        first = make_photo()
        names = [field.attname for field in Photo._meta.fields if field.attname not in {"id", "uid", "capture_id"}]
        same = {name: getattr(first, name) for name in names}
        copies = [Photo(**same, capture_id=uuid4()) for _ in range(count - 1)]
        return [first, *Photo.objects.bulk_create(copies)]

    return make


def test_people_without_the_right_see_nothing(alice_client: Client, anonymous: Client, make_photo: MakePhoto) -> None:
    photo = make_photo(memo="secret")
    for page in pages(photo):
        for client in (alice_client, anonymous):
            answer = client.get(page)
            assert answer.status_code in {302, 404}, page
            assert b"secret" not in answer.content


def test_staff_without_the_permission_is_refused(db: None, make_photo: MakePhoto) -> None:
    person = User.objects.create_user("pat", "pat@example.org", "correct-horse-battery", is_staff=True)
    client = Client()
    client.force_login(person)
    for page in pages(make_photo()):
        assert client.get(page).status_code == 403, page


def test_staff_who_may_only_look_can_not_hide(staff: User, staff_client: Client, make_photo: MakePhoto) -> None:
    staff.user_permissions.remove(Permission.objects.get(codename="change_photo"))
    photo = make_photo()
    assert staff_client.get(LIST).status_code == 200
    assert "Hide selected" not in staff_client.get(LIST).content.decode()
    act(staff_client, "hide", [photo], apply="1", reason="x")
    photo.refresh_from_db()
    assert photo.hidden_at is None


def test_the_list_shows_every_photo_with_its_owner(bob: User, staff_client: Client, make_photo: MakePhoto) -> None:
    make_photo()
    hidden = make_photo(bob, memo="<b>bold</b>", hidden_at=timezone.now(), hidden_reason="reported")
    page = staff_client.get(LIST).content.decode()
    assert "alice" in page
    assert "bob" in page
    assert "&lt;b&gt;bold" in page
    assert f'<img src="{LIST}{hidden.uid}/blurred.jpg" width="180" height="135" alt="Happy, blurred"' in page
    assert 'thumbnail.jpg" width' not in page


def test_a_thousand_photos_are_a_handful_of_queries(
    staff_client: Client, many: Callable[[int], list[Photo]], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many(1000)
    with django_assert_max_num_queries(8):
        assert staff_client.get(LIST).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=alice", {"mine"}),
        ("q=bob@example", set()),
        ("q=바다", {"theirs"}),
        ("emotion=sad", {"mine"}),
        ("emotion=unsure", {"hidden"}),
        ("hidden=yes", {"hidden"}),
        ("hidden=no", {"mine", "theirs"}),
        ("trashed=yes", {"theirs"}),
        ("trashed=no", {"mine", "hidden"}),
        ("trashed=nonsense", {"mine", "theirs", "hidden"}),
        ("blurry=yes", {"theirs"}),
        ("blurry=no", {"mine", "hidden"}),
        ("taken_on__year=2024", {"hidden"}),
        ("reviewed=yes", {"mine"}),
        ("reviewed=no", {"theirs", "hidden"}),
    ],
)
def test_staff_find_what_they_look_for(
    bob: User, staff_client: Client, make_photo: MakePhoto, query: str, expected: set[str]
) -> None:
    photos = {
        "mine": make_photo(emotion="sad", reviewed_at=timezone.now()),
        "theirs": make_photo(bob, memo="바다", trashed_at=timezone.now(), sharpness=3.0),
        "hidden": make_photo(
            bob, emotion="unsure", hidden_at=timezone.now(), hidden_reason="reported", taken_on=date(2024, 2, 29)
        ),
    }
    page = staff_client.get(f"{LIST}?{query}").content.decode()
    assert {name for name, photo in photos.items() if f"{photo.uid}/blurred" in page} == expected


def test_staff_see_pictures_of_hidden_photos_locked_down(staff_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo(hidden_at=timezone.now(), hidden_reason="reported")
    answer = staff_client.get(f"{LIST}{photo.uid}/photo.jpg")
    assert answer.content == files.photo_path(photo.uid).read_bytes()
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert staff_client.get(f"{LIST}{photo.uid}/thumbnail.jpg").status_code == 200
    assert staff_client.get(f"{LIST}{uuid4()}/thumbnail.jpg").status_code == 404


def test_hiding_asks_for_a_reason_first(staff: User, staff_client: Client, make_photo: MakePhoto) -> None:
    photo, other = make_photo(), make_photo()
    asked = act(staff_client, "hide", [photo])
    assert "Reason" in asked.content.decode()
    again = act(staff_client, "hide", [photo], apply="1", reason="  ")
    assert "This field is required" in again.content.decode()
    assert not Photo.objects.filter(hidden_at__isnull=False).exists()
    assert act(staff_client, "hide", [photo], apply="1", reason="신고됨").status_code == 302
    photo.refresh_from_db()
    other.refresh_from_db()
    assert (photo.hidden_reason, photo.hidden_by, other.hidden_at) == ("신고됨", staff, None)
    entry = LogEntry.objects.get()
    assert (entry.user_id, entry.object_id) == (staff.pk, str(photo.pk))
    assert entry.change_message == "Hidden"
    assert AuditEntry.objects.get(action="photo_hidden").reason == "신고됨"


def test_hidden_photos_are_brought_back(staff_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo(hidden_at=timezone.now(), hidden_reason="reported")
    assert "1 hidden photo will be visible again" in act(staff_client, "unhide", [photo]).content.decode()
    act(staff_client, "unhide", [photo], apply="1", reason="a mistake")
    photo.refresh_from_db()
    assert (photo.hidden_at, photo.hidden_reason) == (None, "")
    assert LogEntry.objects.get().change_message == "Made visible again"
    assert AuditEntry.objects.get(action="photo_restored").reason == "a mistake"


def test_what_waits_for_review_is_found_by_its_filter(
    staff_client: Client, make_photo: MakePhoto, alice: User, settings: Settings
) -> None:
    settings.SHARES_WAIT_FOR_REVIEW = True
    shared, _private = make_photo(), make_photo()
    share_create(owner=alice, photo=shared)
    assert list(staff_client.get(f"{LIST}?waiting=yes").context["cl"].result_list) == [shared]
    services.photos_review(photos=Photo.objects.filter(pk=shared.pk))
    assert list(staff_client.get(f"{LIST}?waiting=yes").context["cl"].result_list) == []


@pytest.mark.parametrize("action", ["hide", "unhide", "delete"])
def test_a_thousand_photos_are_done_with_in_one_request_and_a_handful_of_queries(
    admin_client: Client,
    many: Callable[[int], list[Photo]],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    action: str,
) -> None:
    photos = many(1000)
    if action == "unhide":
        Photo.objects.update(hidden_at=timezone.now(), hidden_reason="all of it")
    asked = act(admin_client, action, photos[:1], select_across="1").content.decode()
    assert "1000 " in asked
    assert '<input type="hidden" name="select_across" value="1">' in asked
    with django_assert_max_num_queries(80):  # SQLite takes some 70 notices or entries of the trail in one statement
        act(admin_client, action, photos[:1], select_across="1", apply="1", reason="all of it")
    left = {"hide": Photo.objects.exclude(hidden_reason="all of it"), "unhide": Photo.objects.exclude(hidden_at=None)}
    assert not left.get(action, Photo.objects.all()).exists()


def test_a_photo_that_came_after_the_question_is_left_alone(staff_client: Client, make_photo: MakePhoto) -> None:
    asked_for = make_photo()
    question = act(staff_client, "hide", [asked_for], select_across="1").content.decode()
    assert f'name="newest" value="{asked_for.pk}"' in question
    later = make_photo()
    act(staff_client, "hide", [asked_for], select_across="1", apply="1", reason="x", newest=str(asked_for.pk))
    assert list(Photo.objects.filter(hidden_at=None)) == [later]


def test_more_photos_than_one_request_takes_are_refused(
    staff_client: Client, many: Callable[[int], list[Photo]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.admin_asking.MAX_AT_ONCE", 3)
    photos = many(4)
    answer = staff_client.post(
        LIST, {"action": "hide", "_selected_action": [photo.pk for photo in photos]}, follow=True
    )
    assert "At most 3 at a time" in answer.content.decode()


def test_each_look_at_somebodys_photo_is_written_down_and_a_blurred_one_is_none(
    staff: User, staff_client: Client, make_photo: MakePhoto
) -> None:
    photo = make_photo()
    staff_client.get(LIST)
    staff_client.get(f"{LIST}{photo.pk}/change/")
    blurred = staff_client.get(f"{LIST}{photo.uid}/blurred.jpg")
    assert not looks().exists()
    etag = staff_client.get(f"{LIST}{photo.uid}/thumbnail.jpg")["ETag"]
    assert staff_client.get(f"{LIST}{photo.uid}/thumbnail.jpg", headers={"If-None-Match": etag}).status_code == 304
    staff_client.get(f"{LIST}{photo.uid}/photo.jpg")
    seen = [(entry.actor, entry.about, entry.thing, entry.facts) for entry in looks()]
    who = (staff.pk, photo.owner_id, str(photo.uid))
    assert sorted(facts["rendition"] for *_who, facts in seen) == ["photo", "thumbnail", "thumbnail"]
    assert {entry[:3] for entry in seen} == {who}
    with Image.open(io.BytesIO(blurred.content)) as image:
        assert image.size == (12, 9)


def test_nothing_of_a_photo_can_be_changed_in_its_form(staff_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    page = staff_client.get(f"{LIST}{photo.pk}/change/").content.decode()
    assert f'src="{LIST}{photo.uid}/blurred.jpg"' in page
    assert f'href="{LIST}{photo.uid}/photo.jpg"' in page
    staff_client.post(f"{LIST}{photo.pk}/change/", {"memo": "forged", "happy": "0.1", "hidden_reason": "x"})
    photo.refresh_from_db()
    assert (photo.memo, photo.happy, photo.hidden_reason) == ("", 0.9, "")
    assert staff_client.get(f"{LIST}add/").status_code == 403


def test_deleting_in_the_admin_takes_the_files_along(
    make_photo: MakePhoto, admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    one, two = make_photo(), make_photo()
    assert admin_client.post(f"{LIST}{one.pk}/delete/", {"post": "yes"}).status_code == 403, "without a reason"
    with django_capture_on_commit_callbacks(execute=True):
        act(admin_client, "delete", [one, two], apply="1", reason="asked for by mail")
    assert not Photo.objects.exists()
    assert not files.photo_path(one.uid).exists()
    assert not files.photo_path(two.uid).exists()
    gone = AuditEntry.objects.filter(action=AuditAction.PHOTO_DELETED)
    assert {(entry.thing, entry.reason) for entry in gone} == {
        (str(photo.uid), "asked for by mail") for photo in (one, two)
    }


def test_the_years_above_the_list_are_those_that_have_photos(staff_client: Client, make_photo: MakePhoto) -> None:
    for day in (date(1999, 12, 31), date(2024, 2, 29), date(2024, 3, 1)):
        make_photo(taken_on=day)

    def links(query: str = "") -> list[str]:
        page = staff_client.get(f"{LIST}{query}").content.decode()
        return re.findall(r'<a href="\?taken_on__[^"]*">([^<]+)</a>', page)

    assert [link for link in links() if link.isdecimal()] == ["1999", "2024"]
    assert {"February 2024", "March 2024"} <= set(links("?taken_on__year=2024"))
    assert not {"1999", "2024"} & set(links("?hidden=yes"))
