"""Deleting one's account and taking that back, as a person does it; and what a page does for each person."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.preferences import preferences_set
from tests.accounts.doors import sign_in, sign_up, signed_in
from tests.conftest import PASSWORD

DELETE, LEAVING, KEEP = "/account/delete/", "/account/leaving/", "/account/leaving/keep/"


@pytest.fixture
def confirmed(alice: User, client: Client) -> Client:
    """alice, who has just typed her password once more."""
    sign_in(client, "alice")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_the_password_is_asked_for_first(alice: User, alice_client: Client) -> None:
    for answer in (alice_client.get(DELETE), alice_client.post(DELETE, {"sure": "yes"})):
        assert answer["Location"].startswith("/accounts/reauthenticate/")
    alice.refresh_from_db()
    assert alice.deletion_due_at is None


def test_the_button_alone_deletes_nothing(alice: User, confirmed: Client) -> None:
    assert b"For 7 days" in confirmed.get(DELETE).content
    answer = confirmed.post(DELETE)
    assert answer.status_code == 400
    assert b"tick this box" in answer.content
    alice.refresh_from_db()
    assert alice.deletion_due_at is None


def test_asking_signs_out_everywhere_says_when_and_tells_by_mail(alice: User, confirmed: Client) -> None:
    other = Client()
    sign_in(other, "alice")
    page = confirmed.post(DELETE, {"sure": "yes"})
    assert b"Goodbye" in page.content
    assert [signed_in(each) for each in (confirmed, other)] == [None, None]
    alice.refresh_from_db()
    assert alice.deletion_due_at is not None
    assert alice.deletion_due_at - timezone.now() > timedelta(days=6)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["alice@example.org"], "[Happy Things] Your account is going to be deleted")
    ]
    assert "/accounts/login/" in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    "page", ["/", "/camera/", "/album/", "/account/", "/account/preferences/", "/accounts/email/", "/consent/", DELETE]
)
def test_who_leaves_finds_one_page_from_everywhere(alice: User, client: Client, page: str) -> None:
    sign_in(client, "alice")
    User.objects.update(deletion_due_at=timezone.now() + timedelta(days=3))
    assert client.get(page)["Location"] == LEAVING
    shown = client.get(LEAVING).content
    assert b"Keep my account" in shown
    assert client.get("/privacy/").status_code == 200


def test_keeping_the_account_opens_everything_again(alice: User, confirmed: Client) -> None:
    confirmed.post(DELETE, {"sure": "yes"})
    assert sign_in(confirmed, "alice").status_code == 302
    kept = confirmed.post(KEEP, follow=True)
    assert b"Good to have you back" in kept.content
    assert confirmed.get("/album/").status_code == 200
    assert confirmed.get(LEAVING)["Location"] == "/account/"


def test_once_the_days_are_over_the_page_says_so_and_keeps_nothing(alice: User, client: Client) -> None:
    sign_in(client, "alice")
    User.objects.update(deletion_due_at=timezone.now() - timedelta(seconds=1))
    answer = client.post(KEEP, follow=True)
    assert answer.redirect_chain == [(LEAVING, 302)]
    assert b"are over" in answer.content
    assert KEEP.encode() not in answer.content
    alice.refresh_from_db()
    assert alice.deletion_due_at is not None


def test_a_mere_link_keeps_nothing_and_others_are_not_touched(alice: User, bob: User, client: Client) -> None:
    User.objects.update(deletion_due_at=timezone.now() + timedelta(days=3))
    sign_in(client, "bob")
    assert client.get(KEEP).status_code == 405
    client.post(KEEP)
    assert list(User.objects.exclude(deletion_due_at=None)) == [alice]


def test_the_language_follows_the_person_and_not_the_browser(alice: User, alice_client: Client) -> None:
    preferences_set(user=alice, language="ko")
    page = alice_client.get("/account/", HTTP_ACCEPT_LANGUAGE="en")
    assert '<html lang="ko">' in page.content.decode()
    assert page["Content-Language"] == "ko"
    assert b'<html lang="en">' in Client().get("/privacy/", HTTP_ACCEPT_LANGUAGE="en").content


def test_the_choice_at_the_foot_of_the_page_is_the_persons_too(alice: User, alice_client: Client) -> None:
    preferences_set(user=alice, language="en")
    alice_client.post("/i18n/setlang/", {"language": "ko", "next": "/account/"})
    alice.refresh_from_db()
    assert alice.language == "ko"
    assert '<html lang="ko">' in alice_client.get("/account/").content.decode()
    alice_client.post("/i18n/setlang/", {"language": "tlh", "next": "/account/"})
    alice.refresh_from_db()
    assert alice.language == "ko"


def test_mails_are_written_in_the_readers_language(alice: User) -> None:
    preferences_set(user=alice, language="ko")
    Client().post("/accounts/password/reset/", {"email": "alice@example.org"}, HTTP_ACCEPT_LANGUAGE="en")
    assert "새 비밀번호" in mail.outbox[0].subject
    assert "비밀번호를 새로 정하려고" in str(mail.outbox[0].body)


def test_times_are_shown_in_the_persons_zone_and_leak_into_nobody_elses_page(
    alice: User, alice_client: Client, bob_client: Client
) -> None:
    alice_client.post("/consent/", {"agree": "yes"})
    bob_client.post("/consent/", {"agree": "yes"})
    preferences_set(user=alice, time_zone="Asia/Seoul")
    assert b"(KST)" in alice_client.get("/account/").content
    assert b"(UTC)" in bob_client.get("/account/").content


def test_signing_up_takes_the_browsers_zone_and_ignores_nonsense(db: None) -> None:
    for name, zone, kept in (("mina", "Asia/Seoul", "Asia/Seoul"), ("mino", "Mars/Olympus", "")):
        form = {"username": name, "password1": PASSWORD, "password2": PASSWORD, "time_zone": zone}
        Client().post("/accounts/signup/", form)
        assert User.objects.get(username=name).time_zone == kept
    sign_up(Client(), "mine")
    assert User.objects.get(username="mine").time_zone == ""


def test_the_page_of_preferences_sets_all_of_them(alice: User, alice_client: Client) -> None:
    form = {"language": "ko", "time_zone": "Asia/Seoul", "sensitivity": "low", "sound": "on"}
    saved = alice_client.post("/account/preferences/", form, follow=True).content.decode()
    assert "환경설정을 저장했어요" in saved
    assert re.search(r'value="Asia/Seoul" selected', saved)
    alice.refresh_from_db()
    assert (alice.language, alice.time_zone) == ("ko", "Asia/Seoul")
    refused = alice_client.post("/account/preferences/", form | {"time_zone": "Mars/Olympus"})
    assert refused.status_code == 400


def test_a_purpose_is_agreed_to_and_taken_back_on_its_own_page(alice: User, alice_client: Client) -> None:
    assert b"Before you upload pictures" in alice_client.get("/consent/uploads/").content
    assert alice_client.post("/consent/uploads/", {"agree": "yes"})["Location"] == "/account/"
    account = alice_client.get("/account/").content.decode()
    assert account.count("You agreed on") == 1
    assert account.count("You have not agreed to this") == 2
    alice_client.post("/consent/uploads/take-back/")
    assert "Taken back on" in alice_client.get("/account/").content.decode()
    assert alice_client.get("/consent/advertising/").status_code == 404
    assert alice_client.post("/consent/advertising/take-back/").status_code == 404
