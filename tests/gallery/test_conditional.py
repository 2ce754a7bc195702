"""Two devices of one person: neither loses what the other wrote."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from gallery import selectors
from gallery.models import Photo
from tests.gallery.conftest import MakePhoto
from tests.gallery.test_api import LIST, is_error


def change(client: Client, photo: Any, memo: str, **headers: str) -> Any:
    body = json.dumps({"memo": memo})
    return client.patch(f"{LIST}{photo.uid}/", body, content_type="application/json", headers=headers)


def test_a_photo_has_a_tag_that_goes_with_its_state(alice_client: Client, make_photo: MakePhoto) -> None:
    path = f"{LIST}{make_photo().uid}/"
    first = alice_client.get(path)["ETag"]
    assert alice_client.get(path)["ETag"] == first
    unchanged = alice_client.get(path, headers={"If-None-Match": f'"other", W/{first}'})
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", first)
    assert alice_client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    alice_client.delete(path)
    assert alice_client.get(path, headers={"If-None-Match": first}).status_code == 200


def test_a_memo_is_changed_by_who_has_seen_the_photo_as_it_is(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    seen = alice_client.get(f"{LIST}{photo.uid}/")["ETag"]
    phone = change(alice_client, photo, "from the phone", **{"If-Match": seen})
    assert (phone.status_code, phone.json()["memo"]) == (200, "from the phone")
    assert is_error(change(alice_client, photo, "from the laptop", **{"If-Match": seen}), 412, "changed")
    photo.refresh_from_db()
    assert photo.memo == "from the phone"
    assert change(alice_client, photo, "again", **{"If-Match": f'"x", {phone["ETag"]}'}).status_code == 200


@pytest.mark.parametrize("condition", ["", "nonsense", "W/", ","])
def test_a_memo_is_not_changed_blindly(alice_client: Client, make_photo: MakePhoto, condition: str) -> None:
    photo = make_photo(memo="before")
    headers = {"If-Match": condition} if condition else {}
    assert is_error(change(alice_client, photo, "x", **headers), 428, "if_match_required")
    photo.refresh_from_db()
    assert photo.memo == "before"


def test_a_weak_tag_is_not_enough_and_a_star_is(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    seen = alice_client.get(f"{LIST}{photo.uid}/")["ETag"]
    assert is_error(change(alice_client, photo, "x", **{"If-Match": f"W/{seen}"}), 412, "changed")
    assert change(alice_client, photo, "x", **{"If-Match": "*"}).json()["memo"] == "x"


def test_a_stranger_is_told_nothing_by_a_condition(charlie_client: Client, make_photo: MakePhoto) -> None:
    for headers in ({}, {"If-Match": "*"}, {"If-Match": '"x"'}):
        assert is_error(change(charlie_client, make_photo(), "x", **headers), 404, "not_found")


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_at_once_one_wins_and_the_other_is_told(alice: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    clients = [Client(), Client(), Client(), Client()]
    for client in clients:
        client.force_login(alice)
    seen = clients[0].get(f"{LIST}{photo.uid}/")["ETag"]

    def race(number: int) -> int:
        try:
            return int(change(clients[number], photo, f"memo {number}", **{"If-Match": seen}).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(race, range(4)))
    assert sorted(statuses) == [200, 412, 412, 412]
    photo.refresh_from_db()
    assert photo.memo == f"memo {statuses.index(200)}"


def test_the_page_keeps_both_memos_until_one_is_chosen(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo(memo="before")
    path = f"/photos/{photo.uid}/"
    seen = alice_client.get(path).context["form"]["seen"].value()
    type(photo).objects.update(memo="from the <phone>")
    answer = alice_client.post(path, {"memo": "from the laptop", "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "changed elsewhere meanwhile" in page
    assert "from the &lt;phone&gt;" in page
    assert "from the laptop</textarea>" in page
    photo.refresh_from_db()
    assert photo.memo == "from the <phone>"
    again = answer.context["form"]["seen"].value()
    assert alice_client.post(path, {"memo": "from the laptop", "seen": again}).status_code == 302
    photo.refresh_from_db()
    assert photo.memo == "from the laptop"


def test_the_trash_does_not_stand_in_the_way_of_a_memo_on_the_page(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    seen = alice_client.get(f"/photos/{photo.uid}/").context["form"]["seen"].value()
    type(photo).objects.update(trashed_at=timezone.now())
    assert alice_client.post(f"/photos/{photo.uid}/", {"memo": "x", "seen": seen}).status_code == 302


@pytest.fixture
def purged_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever photo a request fetches is gone for good before it is used."""
    photo_for = selectors.photo_for

    def purged(owner: User, uid: UUID) -> Photo:
        found = photo_for(owner, uid)
        Photo.objects.filter(pk=found.pk).delete()
        return found

    monkeypatch.setattr(selectors, "photo_for", purged)


@pytest.mark.usefixtures("purged_meanwhile")
@pytest.mark.parametrize("act", ["memo", "trash", "restore"])
def test_a_photo_purged_meanwhile_is_not_there_in_the_api(
    alice_client: Client, make_photo: MakePhoto, act: str
) -> None:
    photo = make_photo()
    path = f"{LIST}{photo.uid}/"
    if act == "memo":
        answer = change(alice_client, photo, "late", **{"If-Match": "*"})
    else:
        answer = alice_client.delete(path) if act == "trash" else alice_client.post(f"{path}restore")
    assert is_error(answer, 404, "not_found")
    assert not Photo.objects.exists()


@pytest.mark.usefixtures("purged_meanwhile")
@pytest.mark.parametrize(("rest", "body"), [("", {"memo": "late"}), ("trash/", {}), ("restore/", {})])
def test_a_photo_purged_meanwhile_is_not_there_on_its_page(
    alice_client: Client, make_photo: MakePhoto, rest: str, body: dict[str, str]
) -> None:
    assert alice_client.post(f"/photos/{make_photo().uid}/{rest}", body).status_code == 404
    assert not Photo.objects.exists()
