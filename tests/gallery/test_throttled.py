"""Pages count with the API: who was told to wait there waits here, too."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from gallery import services
from gallery.api.throttles import CardThrottle, ExportThrottle
from gallery.models import Job, Share
from tests.gallery.conftest import MakePhoto


def codes(client: Client, method: str, *paths: str) -> list[int]:
    return [client.generic(method, path).status_code for path in paths]


def test_too_many_cards_on_pages_are_a_429_page_that_says_when(
    alice_client: Client, bob_client: Client, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CardThrottle, "rate", "2/min")
    photo = make_photo()
    card = f"/photos/{photo.uid}/card.png"
    assert codes(alice_client, "GET", card, f"/api/v1/photos/{photo.uid}/png") == [200, 200]
    refused = alice_client.get(card)
    assert (refused.status_code, 0 < int(refused["Retry-After"]) <= 60) == (429, True)
    page = refused.content.decode()
    assert f"Wait {refused['Retry-After']} seconds" in page
    assert "Forgotten your password?" not in page
    strip = "&".join(f"photo={photo.uid}" for _ in range(3))
    assert codes(alice_client, "GET", f"/album/strip.png?{strip}") == [429]
    assert codes(bob_client, "GET", card) == [404]


def test_zips_are_asked_for_no_more_often_on_the_page(
    alice_client: Client, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExportThrottle, "rate", "2/min")
    path = "/downloads/everything/"
    assert codes(alice_client, "POST", path, path, path) == [302, 302, 429]
    chosen = alice_client.post("/downloads/selection/", {"photos": str(make_photo().uid)})
    assert chosen.status_code == 429
    assert Job.objects.count() == 1


def test_a_person_s_requests_count_on_costly_pages_as_in_the_api(
    alice: User, alice_client: Client, bob_client: Client, make_photo: MakePhoto, settings: Settings
) -> None:
    settings.API_RATE = "1/min"
    photo, album = make_photo(), services.album_create(owner=alice, name="Picnic")
    share = services.share_create(owner=alice, photo=photo)
    assert codes(alice_client, "GET", "/api/v1/photos/") == [200]
    paths = [
        f"/photos/{photo.uid}/card.png",
        f"/downloads/{uuid4()}/file",
        f"/photos/{photo.uid}/share/",
        f"/albums/{album.uid}/share/",
        f"/shares/{share.uid}/qr.png",
    ]
    assert codes(alice_client, "GET", *paths) == [429] * 5
    assert alice_client.post(f"/photos/{photo.uid}/share/").status_code == 429
    assert Share.objects.count() == 1
    assert codes(bob_client, "GET", paths[0]) == [404]
    assert codes(alice_client, "GET", f"/photos/{photo.uid}/photo.jpg", "/album/") == [200, 200]


def test_a_stranger_is_asked_to_sign_in_and_counts_nowhere(db: None, anonymous: Client, settings: Settings) -> None:
    settings.API_RATE = "1/min"
    path = f"/photos/{uuid4()}/card.png"
    assert codes(anonymous, "GET", path, path, path) == [302] * 3
