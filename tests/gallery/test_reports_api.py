"""Reports, notices and appeals over the REST API."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from gallery import services
from gallery.models import Photo, Report, Share
from tests.gallery.conftest import MakePhoto

REPORTS = "/api/v1/reports/"
NOTICES = "/api/v1/notices/"


def post(client: Client, path: str, body: Any = None) -> Any:
    return client.post(path, body or {}, content_type="application/json")


@pytest.fixture
def photo(make_photo: MakePhoto) -> Photo:
    return make_photo(memo="secret memo")


@pytest.fixture
def share(alice: User, photo: Photo) -> Share:
    return services.share_create(owner=alice, photo=photo)


def report_of(share: Share, shown: Photo, **more: Any) -> dict[str, Any]:
    return {"link": share.token, "photo": str(shown.uid), "reason": "hate"} | more


def test_a_visitor_reports_a_photo(anonymous: Client, share: Share, photo: Photo) -> None:
    answer = post(anonymous, REPORTS, report_of(share, photo, text="Look!", email="eve@example.org"))
    assert answer.status_code == 201
    report = Report.objects.get()
    assert (report.photo, report.reason, report.text, report.email) == (photo, "hate", "Look!", "eve@example.org")
    told = answer.json()
    assert (told["id"], told["state"], told["closed_at"]) == (str(report.uid), "open", None)
    assert set(told) == {"id", "reason", "state", "created_at", "closed_at"}
    assert anonymous.get(REPORTS).status_code == 401


def test_a_person_sees_what_they_reported_and_nobody_elses(
    bob: User, bob_client: Client, alice_client: Client, staff: User, share: Share, photo: Photo
) -> None:
    first = post(bob_client, REPORTS, report_of(share, photo))
    again = post(bob_client, REPORTS, report_of(share, photo, reason="other"))
    assert first.json() == again.json()
    services.reports_dismiss(reports=Report.objects.all(), by=staff)
    (mine,) = bob_client.get(REPORTS).json()
    assert (mine["reason"], mine["state"]) == ("hate", "dismissed")
    assert alice_client.get(REPORTS).json() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": "because"}, "reason"),
        ({"photo": "x"}, "photo"),
        ({"link": 7}, "link"),
        ({"text": "x" * 1001}, "text"),
        ({"email": "nobody"}, "email"),
        ({"state": "resolved"}, "state"),
    ],
)
def test_what_makes_no_sense_is_an_error_that_says_where(
    anonymous: Client, share: Share, photo: Photo, wrong: dict[str, Any], field: str
) -> None:
    answer = post(anonymous, REPORTS, report_of(share, photo, **wrong))
    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (400, "invalid", [field])
    assert not Report.objects.exists()


def test_what_no_link_shows_is_a_404(
    anonymous: Client, make_photo: MakePhoto, staff: User, share: Share, photo: Photo
) -> None:
    for wrong in ({"link": "nothing"}, {"photo": str(uuid4())}, {"photo": str(make_photo().uid)}):
        assert post(anonymous, REPORTS, report_of(share, photo, **wrong)).status_code == 404
    services.photo_hide(photo=photo, by=staff, reason="x")
    assert post(anonymous, REPORTS, report_of(share, photo)).status_code == 404


def test_a_link_with_a_password_asks_for_it(anonymous: Client, alice: User, photo: Photo) -> None:
    locked = services.share_create(owner=alice, photo=photo, password="한글 1")
    for password in ("", "wrong"):
        answer = post(anonymous, REPORTS, report_of(locked, photo, password=password))
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert post(anonymous, REPORTS, report_of(locked, photo, password="한글 1")).status_code == 201
    tries = [post(anonymous, REPORTS, report_of(locked, photo, password="no")).status_code for _ in range(6)]
    assert tries[-1] == 429


def test_nobody_reports_their_own(alice_client: Client, share: Share, photo: Photo) -> None:
    answer = post(alice_client, REPORTS, report_of(share, photo))
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["photo"])


def test_reports_are_counted_by_network(share: Share, photo: Photo) -> None:
    answers = [
        post(Client(REMOTE_ADDR=f"2001:db8::{number}"), REPORTS, report_of(share, photo)).status_code
        for number in range(1, 22)
    ]
    assert answers == [201] * 20 + [429]


def test_an_owner_reads_and_appeals(alice: User, alice_client: Client, staff: User, photo: Photo) -> None:
    services.photo_hide(photo=photo, by=staff, reason="not yours")
    (told,) = alice_client.get(NOTICES).json()
    assert (told["kind"], told["reason"], told["appealable"], told["appeal"]) == (
        "photo_hidden",
        "not yours",
        True,
        None,
    )
    assert "Nov. 20, 2026" in told["text"]
    assert not {"secret memo", str(photo.uid), "sam"} & set(map(str, told.values()))
    assert told["read_at"] is None
    assert alice_client.post(f"{NOTICES}read/").status_code == 204
    assert alice_client.get(NOTICES).json()[0]["read_at"] is not None
    appeal = f"{NOTICES}{told['id']}/appeal/"
    assert post(alice_client, appeal, {"text": ""}).status_code == 400
    answer = post(alice_client, appeal, {"text": "It is mine."})
    assert (answer.status_code, answer.json()["appeal"]["state"], answer.json()["appealable"]) == (201, "open", False)
    again = post(alice_client, appeal, {"text": "Really."})
    assert (again.status_code, list(again.json()["fields"])) == (400, ["notice"])


def test_nobody_appeals_for_somebody_else(
    alice: User, alice_client: Client, bob_client: Client, staff: User, photo: Photo
) -> None:
    services.photo_hide(photo=photo, by=staff, reason="x")
    appeal = f"{NOTICES}{alice_client.get(NOTICES).json()[0]['id']}/appeal/"
    assert bob_client.get(NOTICES).json() == []
    foreign, missing = post(bob_client, appeal, {"text": "x"}), post(bob_client, f"{NOTICES}{uuid4()}/appeal/")
    assert (foreign.status_code, foreign.content) == (404, missing.content)


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_notices_costs_the_same_however_long(
    alice_client: Client,
    staff: User,
    make_photo: MakePhoto,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for _ in range(count):
        make_photo()
    services.photos_hide(photos=Photo.objects.all(), by=staff, reason="x")
    with django_assert_num_queries(3):
        alice_client.get(NOTICES)


def test_a_link_says_that_its_photo_is_hidden(alice_client: Client, staff: User, share: Share, photo: Photo) -> None:
    path = f"/api/v1/shares/{share.uid}/"
    told = alice_client.get(path).json()
    assert (told["photo"], told["hidden"], told["waiting"]) == (str(photo.uid), False, False)
    services.photo_hide(photo=photo, by=staff, reason="x")
    told = alice_client.get(path).json()
    assert (told["photo"], told["hidden"]) == (None, True)
