"""Steps that lie behind a password, and the mails: Korean all through."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from accounts.models import User
from tests.accounts.doors import sign_in
from tests.conftest import PASSWORD
from tests.happythings.test_languages import FORMATS, KOREAN, NAMES, words

ALLOWED = NAMES | FORMATS | {"QR"}
STEPS = [
    "/account/delete/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/reauthenticate/",
]
NOTES = [
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_set",
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_deleted",
    "account/email/leaving",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/password_reset_key",
    "account/email/unknown_account",
    "account/email/account_already_exists",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
    "socialaccount/email/account_connected",
    "socialaccount/email/account_disconnected",
]


@pytest.mark.parametrize("page", STEPS)
def test_no_step_has_english_on_a_korean_page(alice: User, client: Client, page: str) -> None:
    sign_in(client, "alice")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    if "activate" not in page or "deactivate" in page:
        TOTP.activate(alice, generate_totp_secret())
        RecoveryCodes.activate(alice)
    answer = client.get(page, headers=KOREAN)
    assert answer.status_code == 200
    shown = re.sub(r'<code class="secret">\w+</code>', "", answer.content.decode())
    assert words(shown) - ALLOWED == set()


def test_the_second_step_itself_and_its_mistakes_are_korean(alice: User, client: Client) -> None:
    TOTP.activate(alice, generate_totp_secret())
    sign_in(client, "alice")
    for answer in (
        client.get("/accounts/2fa/authenticate/", headers=KOREAN),
        client.post("/accounts/2fa/authenticate/", {"code": "000000"}, headers=KOREAN),
    ):
        assert words(answer.content.decode()) - ALLOWED == set()


@pytest.mark.parametrize("prefix", NOTES)
def test_every_mail_is_korean_and_has_a_subject(alice: User, prefix: str) -> None:
    request = RequestFactory().get("/", headers={"host": "localhost:8000"})
    context = {
        "user": alice,
        "username": "alice",
        "email": "alice@example.org",
        "from_email": "alice@example.org",
        "to_email": "alice@example.org",
        "deleted_email": "alice@example.org",
        "provider": "Google",
        "ip": "::1",
        "user_agent": "Firefox",
        "timestamp": timezone.now(),
        "due": timezone.now(),
        "activate_url": "",
        "password_reset_url": "",
        "signup_url": "",
        "current_site": {"domain": "localhost:8000"},
    }
    with translation.override("ko"):
        subject = render_to_string(f"{prefix}_subject.txt", context)
        body = render_to_string(f"{prefix}_message.txt", context, request)
    assert re.search("[가-힣]", subject)
    assert words(subject + body) - ALLOWED - {"Google", "Firefox", "accounts", "login"} == set()
    assert mail.outbox == []
