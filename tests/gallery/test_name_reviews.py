"""Where new people's albums go without a name in their links until staff have read it."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEntry, User
from accounts.trust import users_trust_set
from gallery import selectors, services
from gallery.models import Album, Share
from tests.gallery.conftest import MakePhoto

LIST = "/admin/gallery/album/"


@pytest.fixture(autouse=True)
def _reviewing(settings: Settings) -> None:
    settings.SHARES_WAIT_FOR_REVIEW, settings.TRUSTED_AFTER = True, 0


@pytest.fixture
def share(alice: User, make_photo: MakePhoto) -> Share:
    """alice's album with a reviewed photo."""
    album = services.album_create(owner=alice, name="Picnic")
    services.album_add(album=album, photos=[make_photo(reviewed_at=timezone.now())])
    return services.share_create(owner=alice, album=album)


@pytest.fixture
def client_of_staff(staff: User, staff_client: Client) -> Client:
    staff.user_permissions.set(Permission.objects.filter(codename__in=["view_album", "change_album"]))
    return staff_client


def seen_by_strangers(share: Share) -> str:
    answer = Client().get(f"/s/{share.token}/")
    assert answer.status_code == 200
    return answer.content.decode()


def album_of(share: Share) -> Album:
    return Album.objects.get(shares=share)


def shown_on(client: Client, page: str) -> list[str]:
    return re.findall(r'name="shown" value="([^"]+)"', client.get(page).content.decode())


def review(client: Client, albums: list[Album], shown: list[str], **more: str) -> str:
    chosen: dict[str, Any] = {"action": "review", "_selected_action": [each.pk for each in albums], "shown": shown}
    return str(client.post(LIST, chosen | more, follow=True).content.decode())


def test_a_name_is_read_by_strangers_once_staff_have_read_it(share: Share) -> None:
    page = seen_by_strangers(share)
    assert "Picnic" not in page
    assert page.count("A shared album") == 2  # title and heading
    assert services.names_review(albums=Album.objects.all()) == 1
    assert seen_by_strangers(share).count("Picnic") == 2
    assert services.names_review(albums=Album.objects.all()) == 0


def test_a_new_name_waits_again_and_the_old_one_is_fine_as_it_was(share: Share) -> None:
    services.names_review(albums=Album.objects.all())
    services.album_change(album=album_of(share), name="Something nasty")
    page = seen_by_strangers(share)
    assert "nasty" not in page
    assert "Picnic" not in page  # its owner took it away
    services.album_change(album=album_of(share), name="Picnic")
    assert "Picnic" in seen_by_strangers(share)


def test_a_name_waits_with_an_empty_page_too(alice: User, make_photo: MakePhoto) -> None:
    album = services.album_create(owner=alice, name="Picnic")
    services.album_add(album=album, photos=[make_photo()])
    link = services.share_create(owner=alice, album=album)
    services.names_review(albums=Album.objects.all())
    assert Client().get(f"/s/{link.token}/").status_code == 404


@pytest.mark.parametrize("how", ["trusted", "setting"])
def test_names_of_trusted_people_and_of_other_sites_do_not_wait(
    alice: User, share: Share, settings: Settings, how: str
) -> None:
    if how == "trusted":
        users_trust_set(users=User.objects.filter(pk=alice.pk), trust="trusted")
    else:
        settings.SHARES_WAIT_FOR_REVIEW = False
    assert "Picnic" in seen_by_strangers(share)
    assert not selectors.names_waiting().exists()


def test_the_owner_sees_that_the_name_waits(alice_client: Client, share: Share) -> None:
    pages = ("/shares/", f"/shares/{share.uid}/")
    words = ("Its name waits for review", "name waits until somebody has looked at it")
    for page, said in zip(pages, words, strict=True):
        assert said in alice_client.get(page).content.decode()
    assert alice_client.get(f"/api/v1/shares/{share.uid}/").json()["name_waiting"] is True
    services.names_review(albums=Album.objects.all())
    for page, said in zip(pages, words, strict=True):
        assert said not in alice_client.get(page).content.decode()
    assert alice_client.get("/api/v1/shares/").json()["results"][0]["name_waiting"] is False


def test_the_queue_has_names_that_links_would_say(alice: User, bob: User, share: Share) -> None:
    services.album_create(owner=alice, name="Not shared")
    over = services.share_create(owner=bob, album=services.album_create(owner=bob, name="Revoked"))
    services.share_revoke(share=over)
    trusted = User.objects.create_user("tia", trust="trusted")
    services.share_create(owner=trusted, album=services.album_create(owner=trusted, name="Fine"))
    assert list(selectors.names_waiting()) == [album_of(share)]
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not selectors.names_waiting().exists()


@pytest.mark.parametrize("page", ["list", "its own"])
def test_staff_mark_names_as_reviewed(staff: User, client_of_staff: Client, share: Share, page: str) -> None:
    album = album_of(share)
    shown = shown_on(client_of_staff, f"{LIST}?waiting=yes" if page == "list" else f"{LIST}{album.pk}/change/")
    assert len(shown) == 1
    answer = review(client_of_staff, [album], shown)
    assert "1 name is reviewed." in answer
    assert "left for another look" not in answer
    assert "Picnic" in seen_by_strangers(share)
    entry = AuditEntry.objects.get(action="name_reviewed")
    assert (entry.actor, entry.about, entry.thing) == (staff.pk, album.owner_id, str(album.uid))
    assert LogEntry.objects.get().change_message == "Name reviewed"
    assert shown_on(client_of_staff, f"{LIST}?waiting=yes") == []


def test_a_name_given_after_the_page_is_left_though_all_were_chosen(
    client_of_staff: Client, share: Share, bob: User
) -> None:
    album = album_of(share)
    shown = shown_on(client_of_staff, LIST)
    services.album_change(album=album, name="Something nasty")
    later = services.album_create(owner=bob, name="Later")
    assert "2 names were not on the page" in review(client_of_staff, [album, later], shown, select_across="1")
    assert "nasty" not in seen_by_strangers(share)
    assert not AuditEntry.objects.filter(action="name_reviewed").exists()


def test_nobody_reviews_their_own_name(staff: User, client_of_staff: Client) -> None:
    album = services.album_create(owner=staff, name="Mine")
    assert "or is your own" in review(client_of_staff, [album], shown_on(client_of_staff, LIST))
    assert services.names_review(albums=Album.objects.all(), by=staff) == 0


def test_who_may_only_look_reviews_no_name(staff: User, client_of_staff: Client, share: Share) -> None:
    staff.user_permissions.remove(Permission.objects.get(codename="change_album"))
    review(client_of_staff, [album_of(share)], shown_on(client_of_staff, LIST))
    assert "Picnic" not in seen_by_strangers(share)
