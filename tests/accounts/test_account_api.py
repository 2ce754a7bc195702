"""`me`, `preferences` and `consents` over the API, as an app uses them."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import consent
from accounts.consent import CAMERA, LEARNING, UPLOADS, consent_give, consent_given
from accounts.models import User
from accounts.preferences import preferences_of
from tests.accounts.doors import app_sign_in
from tests.conftest import PASSWORD

ME, KEEP, PREFERENCES, CONSENTS = (f"/api/v1/{name}/" for name in ("me", "me/keep", "preferences", "consents"))
ADDRESSES = [ME, PREFERENCES, CONSENTS]


class App:
    """A program with alice's token."""

    def __init__(self, name: str) -> None:
        self.headers: Any = {"x-session-token": app_sign_in(Client(), name).json()["meta"]["session_token"]}

    def ask(self, method: str, address: str, body: Any = None) -> Any:
        ask = getattr(Client(), method)
        if method == "get":
            return ask(address, headers=self.headers)
        return ask(address, body, content_type="application/json", headers=self.headers)

    def confirm(self) -> None:
        self.ask("post", "/_allauth/app/v1/auth/reauthenticate", {"password": PASSWORD})


@pytest.fixture
def app(alice: User) -> App:
    return App("alice")


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_is_asked_to_sign_in(db: None, client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (401, "auth_required")


def test_me_says_who_one_is_and_how_much_room_there_is(alice: User, app: App) -> None:
    alice.emailaddress_set.create(email=alice.email, verified=True, primary=True)  # type: ignore[attr-defined]
    told = app.ask("get", ME).json()
    assert told["joined_at"].endswith("Z")
    del told["joined_at"]
    assert told.pop("quota").keys() == {"used", "limit", "today", "per_day"}
    assert told == {
        "username": "alice",
        "email": "alice@example.org",
        "email_verified": True,
        "has_password": True,
        "second_steps": [],
        "deletion_due_at": None,
    }


def test_preferences_change_one_by_one(alice: User, app: App) -> None:
    assert app.ask("get", PREFERENCES).json() == {
        "language": "",
        "time_zone": "",
        "sensitivity": "normal",
        "keep_alternates": True,
        "sound": False,
        "voice": False,
        "learn_smile": False,
    }
    changed = app.ask("patch", PREFERENCES, {"time_zone": "Asia/Seoul", "sound": True})
    assert changed.status_code == 200
    again = app.ask("patch", PREFERENCES, {"sensitivity": "high"}).json()
    assert (again["time_zone"], again["sound"], again["sensitivity"]) == ("Asia/Seoul", True, "high")


@pytest.mark.parametrize(
    "body",
    [
        {"time_zone": "Mars/Olympus"},
        {"language": "tlh"},
        {"sensitivity": "extreme"},
        {"sensitivity": None},
        {"sound": "loud"},
        {"learn_smile": 17},
        {"sound": 1},
        {"voice": "yes"},
        {"smile_shift": 1},
        {"time_zone": "Asia/Seoul\u0000"},
        {"time_zone": "../../etc/passwd"},
    ],
)
def test_what_makes_no_sense_is_a_400_that_names_it_and_changes_nothing(
    alice: User, app: App, body: dict[str, Any]
) -> None:
    answer = app.ask("patch", PREFERENCES, {"keep_alternates": False} | body)
    assert answer.status_code == 400
    assert answer.json()["code"] in {"invalid", "bad_json"}
    if answer.json()["code"] == "invalid":
        assert answer.json()["fields"].keys() == body.keys()
    assert preferences_of(alice).keep_alternates


def test_learning_is_a_consent_whichever_door_it_comes_by(alice: User, app: App) -> None:
    app.ask("patch", PREFERENCES, {"learn_smile": True})
    assert consent_given(alice, LEARNING)
    app.ask("delete", f"{CONSENTS}learning/")
    assert app.ask("get", PREFERENCES).json()["learn_smile"] is False
    app.ask("put", f"{CONSENTS}learning/", {"text_version": 1})
    assert app.ask("get", PREFERENCES).json()["learn_smile"] is True


def test_consents_are_given_and_taken_back_each_by_itself_and_dated(alice: User, app: App) -> None:
    found = app.ask("get", CONSENTS).json()
    assert [(each["purpose"], each["given"], each["given_at"]) for each in found] == [
        ("camera", False, None),
        ("uploads", False, None),
        ("learning", False, None),
    ]
    given = app.ask("put", f"{CONSENTS}uploads/", {"text_version": found[1]["text_version"]}).json()
    assert (given["given"], given["past"]) == (True, [])
    assert given["given_at"].endswith("Z")
    assert [consent_given(alice, each) for each in (CAMERA, UPLOADS, LEARNING)] == [False, True, False]
    back = app.ask("delete", f"{CONSENTS}uploads/").json()
    assert (back["given"], back["given_at"], len(back["past"])) == (False, None, 1)
    assert back["past"][0]["revoked_at"] >= back["past"][0]["given_at"] == given["given_at"]
    assert app.ask("delete", f"{CONSENTS}uploads/").json() == back


def test_agreeing_to_another_text_than_todays_is_no_agreement(
    alice: User, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent_give(user=alice)
    monkeypatch.setitem(consent.TEXT_VERSIONS, CAMERA, 2)
    camera = app.ask("get", CONSENTS).json()[0]
    assert (camera["given"], camera["outdated"], camera["text_version"]) == (False, True, 2)
    for body in ({"text_version": 1}, {"text_version": "x"}, {}, {"text_version": 2, "also": 1}):
        answer = app.ask("put", f"{CONSENTS}camera/", body)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert not consent_given(alice)
    assert app.ask("put", f"{CONSENTS}camera/", {"text_version": 2}).json()["outdated"] is False


def test_an_unknown_purpose_is_not_there(app: App) -> None:
    for method, body in (("put", {"text_version": 1}), ("delete", None)):
        answer = app.ask(method, f"{CONSENTS}advertising/", body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_one_person_changes_nothing_of_anothers(alice: User, bob: User, app: App) -> None:
    app.ask("put", f"{CONSENTS}camera/", {"text_version": 1})
    app.ask("patch", PREFERENCES, {"sound": True, "language": "ko"})
    bob.refresh_from_db()
    assert (consent_given(bob), preferences_of(bob).sound, bob.language) == (False, False, "")


def test_leaving_asks_for_the_password_once_more_and_signs_the_app_out(alice: User, app: App) -> None:
    refused = app.ask("delete", ME)
    assert (refused.status_code, refused.json()["code"]) == (403, "reauthentication_required")
    app.confirm()
    left = app.ask("delete", ME)
    assert left.status_code == 202
    assert left.json()["deletion_due_at"].endswith("Z")
    assert app.ask("get", ME).status_code == 401
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]
    assert "sign in before then" in str(mail.outbox[0].body)


def test_who_leaves_may_sign_in_for_nothing_but_to_stay(alice: User, app: App) -> None:
    app.confirm()
    app.ask("delete", ME)
    back = App("alice")
    assert back.ask("get", ME).json()["deletion_due_at"] is not None
    for address in (PREFERENCES, CONSENTS, "/api/v1/devices/", "/api/v1/photos/", "/api/v1/exports/"):
        answer = back.ask("get", address)
        assert (answer.status_code, answer.json()["code"]) == (403, "account_leaving"), address
    assert back.ask("post", KEEP).json()["deletion_due_at"] is None
    assert back.ask("get", "/api/v1/photos/").status_code == 200


def test_it_is_too_late_to_stay_once_the_days_are_over(alice: User, app: App) -> None:
    User.objects.update(deletion_due_at=timezone.now())
    answer = app.ask("post", KEEP)
    assert (answer.status_code, answer.json()["code"]) == (403, "account_leaving")
    assert "too late" in answer.json()["message"]
    alice.refresh_from_db()
    assert alice.deletion_due_at is not None


def test_many_records_cost_no_more_queries(
    alice: User, alice_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (0, 4):
        for _ in range(count):
            consent_give(user=alice)
            consent.consent_revoke(user=alice)
        with django_assert_num_queries(3):  # session, person, records
            alice_client.get(CONSENTS)
