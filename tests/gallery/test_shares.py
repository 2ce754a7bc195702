"""One's own shared links, on their pages and over the API."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import cv2
import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from gallery import services
from gallery.models import Share
from gallery.services import shares as sharing
from tests.gallery.conftest import MakePhoto
from tests.gallery.test_api import is_error

LIST = "/api/v1/shares/"


def read_qr(png: bytes) -> str:
    with Image.open(BytesIO(png)) as image:
        text, _, _ = cv2.QRCodeDetector().detectAndDecode(np.asarray(image.convert("L")))
    return str(text)


# Making


def test_a_link_is_made_on_the_photos_page(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    assert f"/photos/{photo.uid}/share/" in alice_client.get(f"/photos/{photo.uid}/").content.decode()
    answer = alice_client.post(f"/photos/{photo.uid}/share/", {"days": "7", "password": "", "details": "on"})
    share = Share.objects.get()
    assert answer["Location"] == f"/shares/{share.uid}/"
    assert share.expires_at is not None
    assert abs(share.expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    assert (share.details, share.password, share.photo) == (True, "", photo)
    page = alice_client.get(f"/shares/{share.uid}/").content.decode()
    assert f'value="http://testserver/s/{share.token}/"' in page
    assert f"/s/{share.token}/" not in alice_client.get("/shares/").content.decode()


def test_the_qr_code_is_the_link(alice_client: Client, alice: User, make_photo: MakePhoto) -> None:
    share = services.share_create(owner=alice, photo=make_photo())
    for path in (f"/shares/{share.uid}/qr.png", f"{LIST}{share.uid}/qr"):
        answer = alice_client.get(path)
        assert answer["Content-Type"] == "image/png"
        assert read_qr(answer.content) == f"http://testserver/s/{share.token}/"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"days": "7", "password": "abc"}, "between 4 and 128"),
        ({"days": "7", "password": "x" * 129}, "between 4 and 128"),
        ({"days": "9999999999"}, "Select a valid choice"),
        ({"days": "-1"}, "Select a valid choice"),
    ],
)
def test_a_link_that_cannot_be_made_says_why(
    alice_client: Client, make_photo: MakePhoto, form: dict[str, str], words: str
) -> None:
    answer = alice_client.post(f"/photos/{make_photo().uid}/share/", form)
    assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert not Share.objects.exists()


def test_a_photo_that_no_link_could_show_gets_none(alice: User, bob: User, make_photo: MakePhoto) -> None:
    main = make_photo()
    for photo in (make_photo(trashed_at=timezone.now()), make_photo(folded_behind=main), make_photo(bob)):
        with pytest.raises(ValidationError):
            services.share_create(owner=alice, photo=photo)


def test_a_link_is_to_one_thing_in_the_database_too(alice: User, make_photo: MakePhoto) -> None:
    album = services.album_create(owner=alice, name="x")
    for things in ({}, {"photo": make_photo(), "album": album}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Share.objects.create(owner=alice, **things)


def test_nobody_has_links_without_end(alice: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MAX_SHARES", 1)
    first = services.share_create(owner=alice, photo=make_photo())
    with pytest.raises(ValidationError, match="as many links"):
        services.share_create(owner=alice, photo=make_photo())
    services.share_revoke(share=first)
    services.share_create(owner=alice, photo=make_photo())


def test_the_password_is_kept_as_a_hash_and_told_to_nobody(
    alice_client: Client, alice: User, make_photo: MakePhoto
) -> None:
    share = services.share_create(owner=alice, photo=make_photo(), password="open sesame")
    assert "sesame" not in share.password
    told = alice_client.get(f"{LIST}{share.uid}/")
    assert told.json()["has_password"] is True
    assert share.password not in told.content.decode()


# Revoking


def test_a_revoked_link_is_gone_from_the_list(alice_client: Client, alice: User, make_photo: MakePhoto) -> None:
    share = services.share_create(owner=alice, photo=make_photo())
    answer = alice_client.post(f"/shares/{share.uid}/revoke/", follow=True)
    page = answer.content.decode()
    assert "The link is revoked" in page
    assert "You share nothing" in page
    assert alice_client.get(f"/shares/{share.uid}/").status_code == 404
    assert Client().get(f"/s/{share.token}/").status_code == 404


def test_links_are_forgotten_a_month_after_their_end(alice: User, make_photo: MakePhoto) -> None:
    now = timezone.now()
    long_ago, lately = now - timedelta(days=31), now - timedelta(days=29)
    kept = [services.share_create(owner=alice, photo=make_photo()) for _ in range(5)]
    begun = {"created_at": now - timedelta(days=60)}
    for share, end in zip(
        kept[1:],
        [{"expires_at": long_ago}, {"revoked_at": long_ago}, {"expires_at": lately}, {"revoked_at": lately}],
        strict=True,
    ):
        Share.objects.filter(pk=share.pk).update(**begun, **end)
    services.tidy()
    assert set(Share.objects.values_list("pk", flat=True)) == {kept[0].pk, kept[3].pk, kept[4].pk}


# The API


def test_a_link_is_made_listed_and_revoked_by_a_program(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    until = datetime.now(UTC) + timedelta(days=1)
    body = {"photo": str(photo.uid), "expires_at": until.isoformat(), "password": "sesame", "details": True}
    answer = alice_client.post(LIST, body, content_type="application/json")
    made = answer.json()
    assert answer.status_code == 201, made
    share = Share.objects.get()
    assert made == {
        "id": str(share.uid),
        "url": f"http://testserver/s/{share.token}/",
        "photo": str(photo.uid),
        "album": None,
        "hidden": False,
        "waiting": False,
        "name_waiting": False,
        "details": True,
        "has_password": True,
        "created_at": made["created_at"],
        "expires_at": until.isoformat().replace("+00:00", "Z"),
        "expired": False,
        "views": 0,
    }
    assert alice_client.get(LIST).json()["results"] == [made]
    assert alice_client.get(f"{LIST}{share.uid}").json() == made
    assert alice_client.delete(f"{LIST}{share.uid}/").status_code == 204
    assert is_error(alice_client.delete(f"{LIST}{share.uid}/"), 404, "not_found")
    assert alice_client.get(LIST).json()["results"] == []


def test_an_album_is_shared_by_a_program(alice_client: Client, alice: User) -> None:
    album = services.album_create(owner=alice, name="x")
    made = alice_client.post(LIST, {"album": str(album.uid)}, content_type="application/json").json()
    assert (made["album"], made["photo"], made["expires_at"]) == (str(album.uid), None, None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "photo"),
        ({"photo": None}, "photo"),
        ({"photo": "PHOTO", "album": "ALBUM"}, "photo"),
        ({"photo": str(uuid4())}, "photo"),
        ({"album": str(uuid4())}, "album"),
        ({"photo": "FOREIGN"}, "photo"),
        ({"photo": "x"}, "photo"),
        ({"photo": "PHOTO", "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"photo": "PHOTO", "expires_at": "tomorrow"}, "expires_at"),
        ({"photo": "PHOTO", "expires_at": "9999-12-31T23:59:59-14:00"}, "expires_at"),
        ({"photo": "PHOTO", "password": "abc"}, "password"),
        ({"photo": "PHOTO", "password": 12345}, "password"),
        ({"photo": "PHOTO", "details": "perhaps"}, "details"),
        ({"photo": "PHOTO", "details": "true"}, "details"),
        ({"photo": "PHOTO", "expires_at": "2099-01-01T00:00:00"}, "expires_at"),
        ({"photo": "PHOTO", "expires_at": 4_102_444_800}, "expires_at"),
        ({"photo": "PHOTO", "token": "mine"}, "token"),
        ({"photo": "PHOTO", "views": 5}, "views"),
    ],
)
def test_what_makes_no_sense_is_a_400_that_names_it(
    alice_client: Client, alice: User, bob: User, make_photo: MakePhoto, body: dict[str, Any], field: str
) -> None:
    names = {
        "PHOTO": str(make_photo().uid),
        "FOREIGN": str(make_photo(bob).uid),
        "ALBUM": str(services.album_create(owner=alice, name="x").uid),
    }
    filled = {name: names.get(value, value) if isinstance(value, str) else value for name, value in body.items()}
    answer = alice_client.post(LIST, filled, content_type="application/json")
    assert is_error(answer, 400, "invalid")
    assert list(answer.json()["fields"]) == [field]
    assert not Share.objects.exists()


@pytest.mark.parametrize("count", [2, 12])
def test_the_list_costs_the_same_however_long(
    alice_client: Client,
    alice: User,
    make_photo: MakePhoto,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for _ in range(count):
        services.share_create(owner=alice, photo=make_photo())
    with django_assert_num_queries(3):
        alice_client.get(LIST)
    with django_assert_num_queries(3):
        alice_client.get("/shares/")
