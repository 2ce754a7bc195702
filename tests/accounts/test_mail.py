"""Where mails go, and what happens when they can't."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.accounts.doors import sign_in, sign_up, signed_in
from tests.conftest import PASSWORD
from tests.live import ROOT

SHOW = (
    "from django.conf import settings as s;"
    "print(s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD,"
    "getattr(s, 'EMAIL_USE_TLS', False), s.ACCOUNT_EMAIL_VERIFICATION, *s.PROVIDERS.apps)"
)


def settings_with(tmp_path: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", SHOW]
    surroundings = {"DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", **environment}
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({}, "console None None None None False optional"),
        (
            {"EMAIL_URL": "smtp+tls://me%40x.org:p%3Aw@mail.example.org:587"},
            "smtp mail.example.org 587 me@x.org p:w True mandatory",
        ),
        (
            {"EMAIL_URL": "smtp://mail.example.org:25", "VERIFY_EMAIL": "false"},
            "smtp mail.example.org 25 None None False optional",
        ),
    ],
)
def test_one_url_says_where_mails_go(tmp_path: Path, environment: dict[str, str], shown: str) -> None:
    assert settings_with(tmp_path, **environment).stdout.strip() == shown


def test_half_a_set_of_keys_is_refused_at_the_start(tmp_path: Path) -> None:
    done = settings_with(tmp_path, GOOGLE_CLIENT_ID="x")
    assert done.returncode != 0
    assert "GOOGLE_CLIENT_SECRET is missing beside GOOGLE_CLIENT_ID" in done.stderr


@pytest.fixture
def verified(settings: Settings) -> None:
    settings.ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.mark.usefixtures("verified")
def test_where_it_is_asked_for_nobody_gets_in_before_opening_the_link(db: None, client: Client) -> None:
    assert sign_up(client, "mina").context["form"].errors["email"]
    assert sign_up(client, "mina", "mina@example.org")["Location"] == "/accounts/confirm-email/"
    assert sign_in(client, "mina")["Location"] == "/accounts/confirm-email/"
    assert signed_in(client) is None
    link = next(line for line in str(mail.outbox[0].body).splitlines() if "/confirm-email/" in line)
    client.post(link.removeprefix("http://testserver"))
    assert sign_in(client, "mina").status_code == 302
    assert signed_in(client) == "mina"


@pytest.mark.usefixtures("verified")
def test_signing_up_with_a_known_address_looks_the_same_there_too(alice: User) -> None:
    alice.emailaddress_set.create(email=alice.email, verified=True, primary=True)  # type: ignore[attr-defined]
    known, new = sign_up(Client(), "mina", "alice@example.org"), sign_up(Client(), "mino", "mino@example.org")
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert "There is an account with it already" in str(mail.outbox[0].body)
    assert sign_in(Client(), "mina").status_code == 200


@pytest.mark.usefixtures("verified")
def test_a_clock_does_not_tell_a_known_address_from_a_new_one(alice: User, settings: Settings) -> None:
    """Signing up in turn, with the hasher of a real server: what is left between both is noise."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    alice.emailaddress_set.create(email=alice.email, verified=True, primary=True)  # type: ignore[attr-defined]
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(10):
        cache.clear()
        known = number % 2 == 0
        start = time.perf_counter()
        sign_up(Client(), f"mina{number}", alice.email if known else f"mina{number}@example.org")
        took[known].append(time.perf_counter() - start)
    assert 0.6 < statistics.median(took[True]) / statistics.median(took[False]) < 1.6


def test_a_mail_server_that_is_down_fails_no_page_and_is_said(
    db: None, client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    form = {"username": "mina", "email": "mina@example.org", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/accounts/signup/", form, follow=True)
    assert page.status_code == 200
    assert b"mail server does not answer" in page.content
    assert signed_in(client) == "mina"
    assert "a mail could not be sent" in caplog.text


def test_a_new_address_takes_the_olds_place_once_its_link_is_opened(alice: User, client: Client) -> None:
    alice.emailaddress_set.create(email=alice.email, verified=True, primary=True)  # type: ignore[attr-defined]
    sign_in(client, "alice")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    assert b"new@example.org" in client.get("/accounts/email/").content
    link = next(line for message in mail.outbox for line in str(message.body).splitlines() if "/confirm-email/" in line)
    client.post(link.removeprefix("http://testserver"))
    alice.refresh_from_db()
    assert alice.email == "new@example.org"
