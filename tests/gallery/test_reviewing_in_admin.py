"""Staff say that photos are fine: those that they had before them, as they had them."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from gallery import services
from gallery.models import Photo
from tests.gallery.conftest import MakePhoto

LIST = "/admin/gallery/photo/"


def shown_on(client: Client, page: str) -> list[str]:
    return re.findall(r'name="shown" value="([^"]+)"', client.get(page).content.decode())


def review(client: Client, photos: list[Photo], shown: list[str], **more: str) -> str:
    chosen: dict[str, Any] = {"action": "review", "_selected_action": [photo.pk for photo in photos], "shown": shown}
    return str(client.post(LIST, chosen | more, follow=True).content.decode())


def reviewed() -> set[Photo]:
    return set(Photo.objects.filter(reviewed_at__isnull=False))


@pytest.mark.parametrize("page", ["list", "its own"])
def test_photos_are_marked_as_reviewed_without_a_question(
    staff_client: Client, make_photo: MakePhoto, page: str
) -> None:
    shared, hidden = make_photo(memo="나들이"), make_photo(hidden_at=timezone.now(), hidden_reason="reported")
    shown = shown_on(staff_client, LIST if page == "list" else f"{LIST}{shared.pk}/change/")
    answer = review(staff_client, [shared, hidden], shown)
    assert "1 photo is reviewed." in answer
    assert "look at it first" not in answer
    assert reviewed() == {shared}
    assert [entry.object_id for entry in LogEntry.objects.all()] == [str(shared.pk)]


def test_a_photo_that_came_after_the_page_is_left_though_all_were_chosen(
    alice: User, staff_client: Client, make_photo: MakePhoto, settings: Settings
) -> None:
    settings.SHARES_WAIT_FOR_REVIEW = True
    seen = make_photo()
    shown = shown_on(staff_client, LIST)
    later = make_photo()
    link = services.share_create(owner=alice, photo=later)
    answer = review(staff_client, [seen], shown, select_across="1")
    assert "1 photo was not on the page, or has changed since: look at it first." in answer
    assert reviewed() == {seen}
    assert Client().get(f"/s/{link.token}/").status_code == 404


@pytest.mark.parametrize("page", ["list", "its own"])
def test_a_memo_written_after_the_page_is_looked_at_first(
    staff_client: Client, make_photo: MakePhoto, page: str
) -> None:
    photo = make_photo()
    address = LIST if page == "list" else f"{LIST}{photo.pk}/change/"
    shown = shown_on(staff_client, address)
    services.photo_memo_set(photo=photo, memo="something nasty")
    assert "look at it first" in review(staff_client, [photo], shown)
    assert reviewed() == set()
    review(staff_client, [photo], shown_on(staff_client, address))
    assert reviewed() == {photo}


def test_the_memo_counts_that_is_there_when_the_review_is_written(make_photo: MakePhoto) -> None:
    photo, other = make_photo(memo="fine"), make_photo(memo="something nasty")
    assert services.photos_review(photos=Photo.objects.all(), still=lambda each: each.memo == "fine") == 1
    assert reviewed() == {photo} != {other}


@pytest.mark.parametrize("shown", [[], ["x:y"], ["1"], ["²:x"], ["99999999999999999999999:x"]])
def test_what_says_nothing_of_a_page_reviews_nothing(
    staff_client: Client, make_photo: MakePhoto, shown: list[str]
) -> None:
    review(staff_client, [make_photo()], shown)
    assert reviewed() == set()


def test_a_state_of_another_photo_is_none_of_this_one(staff_client: Client, make_photo: MakePhoto) -> None:
    one = make_photo()
    (shown,) = shown_on(staff_client, LIST)
    two = make_photo()
    review(staff_client, [two], [shown.replace(f"{one.pk}:", f"{two.pk}:")])
    assert reviewed() == set()


def test_who_may_only_look_reviews_nothing(staff: User, staff_client: Client, make_photo: MakePhoto) -> None:
    staff.user_permissions.remove(Permission.objects.get(codename="change_photo"))
    photo = make_photo()
    review(staff_client, [photo], shown_on(staff_client, LIST))
    assert reviewed() == set()
