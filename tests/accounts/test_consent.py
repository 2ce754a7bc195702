from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import consent
from accounts.models import Consent, User


def test_nobody_has_agreed_at_first(alice: User) -> None:
    assert not consent.consent_given(alice)


def test_agreeing_twice_is_agreeing_once(alice: User, bob: User) -> None:
    assert consent.consent_give(user=alice) == consent.consent_give(user=alice)
    assert consent.consent_given(alice)
    assert not consent.consent_given(bob)


def test_taking_it_back_ends_it_and_keeps_the_record(alice: User) -> None:
    consent.consent_give(user=alice)
    assert consent.consent_revoke(user=alice) is True
    assert consent.consent_revoke(user=alice) is False
    assert not consent.consent_given(alice)
    consent.consent_give(user=alice)
    assert consent.consent_given(alice)
    assert [record.revoked_at is None for record in alice.consents.all()] == [True, False]


def test_another_text_asks_again(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first = consent.consent_give(user=alice)
    monkeypatch.setitem(consent.TEXT_VERSIONS, consent.CAMERA, 2)
    assert not consent.consent_given(alice)
    assert consent.consent_outdated(alice)
    second = consent.consent_give(user=alice)
    assert consent.consent_given(alice)
    assert not consent.consent_outdated(alice)
    first.refresh_from_db()
    assert (first.revoked_at is None, second.text_version) == (False, 2)


def test_an_agreement_to_an_older_text_can_be_taken_back(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    consent.consent_give(user=alice)
    monkeypatch.setitem(consent.TEXT_VERSIONS, consent.CAMERA, 2)
    assert consent.consent_revoke(user=alice) is True
    assert not consent.consent_outdated(alice)


def test_a_clock_set_back_does_not_keep_anyone_from_taking_it_back(alice: User) -> None:
    given = consent.consent_give(user=alice)
    Consent.objects.update(given_at=timezone.now() + timedelta(days=1))
    assert consent.consent_revoke(user=alice) is True
    given.refresh_from_db()
    assert given.revoked_at == given.given_at


def test_the_database_holds_one_active_consent_of_a_purpose(alice: User) -> None:
    for_camera = {"user": alice, "purpose": "camera", "text_version": 1}
    Consent.objects.create(**for_camera)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(**for_camera)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(**for_camera | {"purpose": "advertising"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(**for_camera, revoked_at=timezone.now() - timedelta(days=1))


def test_the_page_asks_once_and_goes_on(alice: User, alice_client: Client) -> None:
    page = alice_client.get("/consent/?next=/album/")
    assert b'name="agree"' in page.content
    response = alice_client.post("/consent/", {"agree": "yes", "next": "/album/"})
    assert (response.status_code, response["Location"]) == (302, "/album/")
    assert consent.consent_given(alice)
    again = alice_client.get("/consent/")
    assert b'name="agree"' not in again.content
    assert b"You agreed on" in again.content


def test_the_button_alone_is_no_consent(alice: User, alice_client: Client) -> None:
    response = alice_client.post("/consent/", {})
    assert response.status_code == 400
    assert b"once you tick this box" in response.content
    assert not consent.consent_given(alice)


@pytest.mark.parametrize("evil", ["//evil.example", "javascript:alert(1)", "/\\evil.example", "https://evil.example"])
def test_agreeing_never_leads_to_another_site(alice_client: Client, evil: str) -> None:
    assert alice_client.post("/consent/", {"agree": "yes", "next": evil})["Location"] == "/camera/"


def test_it_is_taken_back_on_the_account_page(alice: User, alice_client: Client) -> None:
    consent.consent_give(user=alice)
    assert b"You agreed on" in alice_client.get("/account/").content
    page = alice_client.post("/consent/take-back/", follow=True)
    assert b"consent is taken back" in page.content
    assert b"You have not agreed" in page.content
    assert not consent.consent_given(alice)


def test_a_mere_link_takes_nothing_back(alice: User, alice_client: Client) -> None:
    consent.consent_give(user=alice)
    assert alice_client.get("/consent/take-back/").status_code == 405
    assert consent.consent_given(alice)


def test_one_person_cannot_answer_for_another(bob: User, alice_client: Client) -> None:
    alice_client.post("/consent/", {"agree": "yes"})
    assert not consent.consent_given(bob)
    consent.consent_give(user=bob)
    alice_client.post("/consent/take-back/")
    assert consent.consent_given(bob)
