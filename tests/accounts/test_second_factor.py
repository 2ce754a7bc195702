"""Codes from an app, recovery codes and passkeys: pages and programs."""

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.sessions import sessions_end
from tests.accounts.doors import APP_LOGIN, sign_in, signed_in
from tests.conftest import PASSWORD

AUTHENTICATE = "/accounts/2fa/authenticate/"
APP = "/_allauth/app/v1"


def code_of(secret: str, step: int = 0) -> str:
    """What an app shows (RFC 6238): now, or so many half minutes later."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


@pytest.fixture
def secret(alice: User) -> str:
    """alice's codes are on."""
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    RecoveryCodes.activate(alice)
    return str(secret)


def test_codes_are_switched_on_with_the_app_and_recovery_codes_come_with_them(alice: User, client: Client) -> None:
    sign_in(client, "alice")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml' in page
    found = re.search(r'class="secret">(\w+)<', page)
    assert found
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert not Authenticator.objects.exists()
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_of(found[1])}, follow=True)
    assert len(re.findall(r"<code>\d{8}</code>", done.content.decode())) == 10
    assert {each.type for each in Authenticator.objects.filter(user=alice)} == {"totp", "recovery_codes"}
    assert client.get("/accounts/2fa/recovery-codes/download/")["Content-Disposition"].startswith("attachment")


def test_a_password_alone_then_opens_nothing(alice: User, secret: str, client: Client) -> None:
    assert sign_in(client, "alice")["Location"].startswith(AUTHENTICATE)
    assert signed_in(client) is None
    assert client.get("/album/").status_code == 302
    assert client.post(AUTHENTICATE, {"code": code_of(secret)})["Location"] == "/"
    assert signed_in(client) == "alice"


def test_a_phones_clock_may_be_half_a_minute_off(alice: User, secret: str, client: Client) -> None:
    sign_in(client, "alice")
    client.post(AUTHENTICATE, {"code": code_of(secret, 1)})
    assert signed_in(client) == "alice"


def test_a_code_works_once(alice: User, secret: str) -> None:
    code = code_of(secret)
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, "alice")
        browser.post(AUTHENTICATE, {"code": code})
    assert (signed_in(first), signed_in(second)) == ("alice", None)


def test_a_recovery_code_opens_it_once(alice: User, secret: str) -> None:
    code = Authenticator.objects.get(user=alice, type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, "alice")
        browser.post(AUTHENTICATE, {"code": code})
    assert (signed_in(first), signed_in(second)) == ("alice", None)


def test_guessing_codes_is_limited_across_browsers(alice: User, secret: str) -> None:
    for _ in range(5):
        browser = Client()
        sign_in(browser, "alice")
        browser.post(AUTHENTICATE, {"code": "000000"})
    last = Client()
    sign_in(last, "alice")
    answer = last.post(AUTHENTICATE, {"code": code_of(secret)})
    assert b"Too many" in answer.content
    assert signed_in(last) is None


def test_switching_off_asks_who_it_is_first_and_takes_the_recovery_codes_along(
    alice: User, secret: str, alice_client: Client, client: Client
) -> None:
    assert "reauthenticate" in alice_client.post("/accounts/2fa/totp/deactivate/")["Location"]
    sign_in(client, "alice")
    client.post(AUTHENTICATE, {"code": code_of(secret)})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=alice).exists()
    assert sign_in(Client(), "alice")["Location"] == "/"


def test_nobody_sets_up_a_second_step_before_the_address_is_confirmed(db: None, client: Client) -> None:
    """Else somebody could lock the address's real owner out for good."""
    form = {"username": "mina", "email": "mina@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", form)
    refused = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert refused.redirect_chain[-1][0] == "/accounts/2fa/"
    assert b"until you have verified" in refused.content


@pytest.mark.django_db(transaction=True)
def test_switching_it_on_is_told_by_mail(alice: User, client: Client) -> None:
    alice.emailaddress_set.create(email=alice.email, verified=True, primary=True)  # type: ignore[attr-defined]
    sign_in(client, "alice")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r'class="secret">(\w+)<', page)
    assert found
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(found[1])})
    told = {message.subject: message.body for message in mail.outbox}
    assert "Signing in to your account now asks for a code" in str(
        told["[Happy Things] Codes from an app were switched on"]
    )


def test_a_program_gives_its_code_after_the_password(alice: User, secret: str, client: Client) -> None:
    answer = client.post(APP_LOGIN, {"username": "alice", "password": PASSWORD}, content_type="application/json")
    assert answer.status_code == 401
    assert {"id": "mfa_authenticate", "is_pending": True}.items() <= next(
        flow for flow in answer.json()["data"]["flows"] if flow["id"] == "mfa_authenticate"
    ).items()
    headers: Any = {"x-session-token": answer.json()["meta"]["session_token"]}
    assert client.get("/api/v1/me/", headers=headers).status_code == 401
    done = client.post(
        f"{APP}/auth/2fa/authenticate", {"code": code_of(secret)}, content_type="application/json", headers=headers
    )
    assert done.status_code == 200
    token = done.json()["meta"]["session_token"]
    assert client.get("/api/v1/me/", headers={"x-session-token": token}).json()["second_steps"] == [
        "recovery_codes",
        "totp",
    ]


def test_a_program_is_given_what_it_needs_for_a_passkey(alice: User, client: Client) -> None:
    options = client.get(f"{APP}/auth/webauthn/login").json()["data"]["request_options"]["publicKey"]
    assert len(options["challenge"]) >= 40
    assert options["rpId"] == "testserver"


def test_a_strangers_passkey_is_not_there(alice: User, charlie: User, client: Client) -> None:
    key = Authenticator.objects.create(user=alice, type="webauthn", data={"name": "Phone"})
    sign_in(client, "charlie")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for page in ("edit", "remove"):
        for number in (key.pk, 987_654_321):
            address = f"/accounts/2fa/webauthn/keys/{number}/{page}/"
            assert (client.get(address).status_code, client.post(address, {"name": "x"}).status_code) == (404, 404)
    key.refresh_from_db()
    assert key.data["name"] == "Phone"


def test_staff_find_no_secrets_in_the_admin_site(client: Client, db: None) -> None:
    User.objects.create_superuser("boss", password=PASSWORD)
    sign_in(client, "boss")
    for page in ("mfa/authenticator/", "socialaccount/socialapp/", "socialaccount/socialtoken/"):
        assert client.get(f"/admin/{page}").status_code == 404


def test_a_sign_in_that_waits_for_its_code_ends_with_the_sessions(alice: User, bob: User, secret: str) -> None:
    waiting, other = Client(), Client()
    sign_in(waiting, "alice")
    sign_in(other, "bob")
    assert sessions_end([alice]) == 1
    waiting.post(AUTHENTICATE, {"code": code_of(secret)})
    assert [signed_in(each) for each in (waiting, other)] == [None, "bob"]
