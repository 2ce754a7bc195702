from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from accounts.sessions import session_user, token_user
from tests.accounts.doors import app_sign_in


def key_of(client: Client) -> str:
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


def test_a_session_names_its_person_in_two_queries(
    alice: User, alice_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        assert session_user(key_of(alice_client)) == alice


@pytest.mark.parametrize("key", ["", "x", "0" * 32, "a" * 5000, "alice", "\0" * 32, "행" * 32, "A" * 32, "a b" * 10])
def test_a_forged_key_is_nobody(alice_client: Client, key: str) -> None:
    assert session_user(key) is None
    assert token_user(key) is None


def test_a_visitors_session_is_nobody(db: None, client: Client) -> None:
    session = client.session
    session["seen"] = True
    session.save()
    assert session_user(str(session.session_key)) is None


def test_an_expired_session_is_nobody(alice_client: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert session_user(key_of(alice_client)) is None
    assert token_user(key_of(alice_client)) is None


def test_signing_out_ends_it(alice_client: Client) -> None:
    key = key_of(alice_client)
    alice_client.post("/accounts/logout/")
    assert session_user(key) is None


def test_a_changed_password_ends_it(alice: User, alice_client: Client) -> None:
    alice.set_password("quite-another-battery")
    alice.save()
    assert session_user(key_of(alice_client)) is None


def test_a_ban_ends_it(alice: User, alice_client: Client) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert session_user(key_of(alice_client)) is None


def test_a_deleted_person_is_nobody(alice: User, alice_client: Client) -> None:
    alice.delete()
    assert session_user(key_of(alice_client)) is None


def test_a_session_of_a_backend_no_longer_in_use_is_nobody(alice_client: Client) -> None:
    session = alice_client.session
    session[BACKEND_SESSION_KEY] = "somewhere.else.Backend"
    session.save()
    assert session_user(key_of(alice_client)) is None


def test_a_rotated_secret_key_keeps_it_and_its_key(alice: User, alice_client: Client, settings: Settings) -> None:
    key, before = key_of(alice_client), Session.objects.get().session_data
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-of-quite-some-length-0123456789-abcdefghij"
    assert session_user(key) == alice
    assert token_user(key) == (alice, key)
    stored = Session.objects.get()
    assert (stored.session_key, stored.session_data) == (key, before)
    assert alice_client.get("/account/").status_code == 200


def test_a_replaced_secret_key_ends_it(alice_client: Client, settings: Settings) -> None:
    settings.SECRET_KEY = "a-new-key-of-quite-some-length-0123456789-abcdefghij"
    assert session_user(key_of(alice_client)) is None


def test_a_program_gets_a_token_that_names_it(alice: User, client: Client) -> None:
    token = app_sign_in(client, "alice").json()["meta"]["session_token"]
    found = token_user(token)
    assert found
    user, session_key = found
    assert user == alice
    assert session_user(session_key) == alice
