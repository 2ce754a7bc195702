"""Hiding a moment's photo brings no near-twin of it into shared links, until staff have looked at that one."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from gallery import selectors, services
from gallery.models import Photo, Share
from tests.gallery.conftest import MakePhoto, arguments, picture

LIST = "/admin/gallery/photo/"


@pytest.fixture
def twins(alice: User) -> list[Photo]:
    """The moment's photo, and one that lies behind it."""
    moment = uuid4()
    return [
        services.photo_create(**arguments(alice, picture=picture(seed=n)), moment=moment, alternate=n > 0)
        for n in range(2)
    ]


def link_to(owner: User, kind: str, photos: list[Photo]) -> Share:
    rules = services.Rules(emotion="happy") if kind == "smart" else None
    album = services.album_create(owner=owner, name="Picnic", rules=rules)
    if rules is None:
        services.album_add(album=album, photos=photos)
    return services.share_create(owner=owner, album=album)


def status(share: Share, photo: Photo) -> int:
    return Client().get(f"/s/{share.token}/{photo.uid}/").status_code


@pytest.mark.parametrize("kind", ["smart", "filled by hand"])
@pytest.mark.parametrize("before", [None, timezone.now()])
def test_a_near_twin_waits_until_staff_have_looked_at_it(
    alice: User, staff: User, twins: list[Photo], kind: str, before: object
) -> None:
    main, twin = twins
    Photo.objects.filter(pk=twin.pk).update(reviewed_at=before)
    link = link_to(alice, kind, twins)
    assert [status(link, each) for each in twins] == [200, 404]
    services.photo_hide(photo=main, by=staff, reason="reported")
    assert [status(link, each) for each in twins] == [404, 404]
    assert list(selectors.album(alice)) == [twin], "its owner has it"
    assert list(selectors.waiting_in(link)) == list(selectors.waiting()) == [twin]
    services.photos_review(photos=Photo.objects.filter(pk=twin.pk))
    assert [status(link, each) for each in twins] == [404, 200]
    assert not selectors.waiting().exists()


@pytest.mark.parametrize("kind", ["smart", "filled by hand", "the photo itself"])
def test_its_owner_reads_at_each_link_that_it_waits(
    alice: User, staff: User, alice_client: Client, twins: list[Photo], kind: str, make_photo: MakePhoto
) -> None:
    def waiting() -> list[bool]:
        return [each["waiting"] for each in alice_client.get("/api/v1/shares/").json()["results"]]

    main, twin = twins
    services.share_create(owner=alice, photo=make_photo(emotion="sad"))
    if kind == "the photo itself":
        Photo.objects.filter(pk=twin.pk).update(folded_behind=None)
        services.share_create(owner=alice, photo=twin)
        Photo.objects.filter(pk=twin.pk).update(folded_behind=main)
    else:
        link_to(alice, kind, twins)
    assert waiting() == [False, False]
    services.photo_hide(photo=main, by=staff, reason="reported")
    assert waiting() == [True, False]
    assert alice_client.get("/shares/").content.decode().count("Waiting for review") == 1
    services.photos_review(photos=Photo.objects.filter(pk=twin.pk))
    assert waiting() == [False, False]
    assert "Waiting for review" not in alice_client.get("/shares/").content.decode()


def test_a_twin_that_comes_after_the_hiding_waits_too(alice: User, staff: User, twins: list[Photo]) -> None:
    main, _twin = twins
    link = link_to(alice, "smart", twins)
    services.photo_hide(photo=main, by=staff, reason="reported")
    late = services.photo_create(**arguments(alice, picture=picture(seed=9)), moment=main.moment, alternate=True)
    assert status(link, late) == 404


def test_the_photo_itself_comes_back_as_before(
    alice: User, staff: User, twins: list[Photo], make_photo: MakePhoto
) -> None:
    other, link = make_photo(), link_to(alice, "smart", twins)
    services.photo_hide(photo=twins[0], by=staff, reason="reported")
    assert status(link, other) == 200
    services.photo_unhide(photo=twins[0], by=staff)
    assert [status(link, each) for each in twins] == [200, 404]


def test_the_question_says_how_many_lie_behind(staff_client: Client, twins: list[Photo]) -> None:
    chosen = {"action": "hide", "_selected_action": [twins[0].pk]}
    asked = staff_client.post(LIST, chosen).content.decode()
    assert "1 more picture of the same moment stays as it is" in asked
    alone = staff_client.post(LIST, chosen | {"_selected_action": [twins[1].pk]}).content.decode()
    assert "of the same moment" not in alone
