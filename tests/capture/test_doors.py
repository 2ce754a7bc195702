"""Who is let in to the camera socket, and how long they may stay."""

import hashlib

import pytest
from allauth.usersessions.models import UserSession
from channels.db import database_sync_to_async as in_db
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.consent import consent_revoke
from accounts.devices import devices_end_others
from accounts.leaving import account_delete, account_keep, account_leave
from accounts.models import User
from capture.visitors import Visitor, why_leave
from mlmodels.errors import ModelUnavailableError
from tests.capture.conftest import Opener

pytestmark = pytest.mark.django_db(transaction=True)


async def test_strangers_are_told_so_and_closed_with_4401(open_camera: Opener, alice_client: Client) -> None:
    forged = Client()
    forged.cookies[settings.SESSION_COOKIE_NAME] = hashlib.sha256(b"guess").hexdigest()[:32]
    for client in (None, forged):
        camera = await open_camera(client)
        assert await camera.hear() == {"type": "error", "code": "auth_required"}
        assert await camera.hear() == {"type": "close", "code": 4401}


async def test_without_consent_no_frame_is_looked_at(open_camera: Opener, alice: User, alice_client: Client) -> None:
    camera = await open_camera(alice_client)
    assert await camera.hear() == {"type": "error", "code": "consent_required"}
    assert await camera.hear() == {"type": "close", "code": 4403}


@pytest.mark.parametrize("how", ["logout", "password", "ban", "leave", "device", "delete", "consent"])
async def test_a_visit_ends_within_two_seconds(
    open_camera: Opener, consenting: User, alice_client: Client, how: str
) -> None:
    await in_db(UserSession.objects.create)(
        user=consenting,
        session_key=alice_client.cookies[settings.SESSION_COOKIE_NAME].value,
        ip="::1",
        user_agent="Firefox",
    )
    camera = await open_camera(alice_client)
    await camera.hello()

    def end() -> None:
        if how == "logout":
            # The test's client forgets its cookie on logout; the socket has its own copy.
            alice_client.logout()
        elif how == "password":
            consenting.set_password("another-battery-9")
            consenting.save()
        elif how == "ban":
            User.objects.filter(pk=consenting.pk).update(is_active=False)
        elif how == "leave":
            account_leave(user=consenting)
        elif how == "device":
            devices_end_others(user=consenting, here="another one")
        elif how == "delete":
            User.objects.filter(pk=consenting.pk).update(deletion_due_at=timezone.now())
            account_delete(user=consenting)
        else:
            consent_revoke(user=consenting)

    await in_db(end)()
    expected = ("consent_required", 4403) if how == "consent" else ("session_ended", 4401)
    assert await camera.hear(timeout=2) == {"type": "error", "code": expected[0]}
    assert await camera.hear(timeout=1) == {"type": "close", "code": expected[1]}


async def test_who_leaves_opens_no_camera_until_they_stay(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    await in_db(account_leave)(user=consenting)
    await in_db(alice_client.force_login)(consenting)
    camera = await open_camera(alice_client)
    assert (await camera.hear())["code"] == "auth_required"
    await in_db(account_keep)(user=consenting)
    camera = await open_camera(alice_client)
    assert (await camera.hello())["type"] == "welcome"


async def test_a_rotated_secret_key_ends_no_visit_and_refuses_none(
    open_camera: Opener, consenting: User, alice_client: Client, settings: Settings
) -> None:
    before = await open_camera(alice_client)
    await before.hello()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-of-quite-some-length-0123456789-abcdefghij"
    assert await before.silent(1.8)
    after = await open_camera(alice_client)
    assert (await after.hello())["type"] == "welcome"


async def test_silence_is_ended(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.entrance.WATCH_S", 0.05)
    monkeypatch.setattr("capture.entrance.IDLE_S", 0.1)
    camera = await open_camera(alice_client)
    await camera.hello()
    assert await camera.hear() == {"type": "error", "code": "idle"}
    assert await camera.hear() == {"type": "close", "code": 4408}


async def test_missing_weights_are_said_not_guessed(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise ModelUnavailableError("expression.tflite is missing")

    monkeypatch.setattr("capture.engine_host.get_engine", missing)
    camera = await open_camera(alice_client)
    assert await camera.hear() == {"type": "error", "code": "model_unavailable"}
    assert await camera.hear() == {"type": "close", "code": 4503}


async def test_another_path_is_no_endpoint(open_camera: Opener, alice_client: Client) -> None:
    camera = await open_camera(alice_client, path="/ws/elsewhere/")
    assert await camera.hear() == {"type": "error", "code": "no_such_endpoint"}
    assert await camera.hear() == {"type": "close", "code": 4404}


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        None,
        "http://sub.localhost:8000",
        "http://localhost:8001",
        "https://localhost:8000",
        "http://localhost",
        "http://localhost:8000.evil.example",
    ],
)
async def test_a_foreign_origin_is_refused_with_one_log_line(
    open_camera: Opener,
    consenting: User,
    alice_client: Client,
    origin: str | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    camera = await open_camera(alice_client, origin=origin)
    assert camera.denied
    assert len([r for r in caplog.records if "socket refused" in r.message]) == 1


async def test_our_other_address_is_let_in_and_a_foreign_host_is_not(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client, origin="http://127.0.0.1:8000")
    assert (await camera.hello())["type"] == "welcome"
    assert (await open_camera(alice_client, host="rebound.example:8000")).denied


async def test_a_token_in_the_address_is_ignored(open_camera: Opener, consenting: User, alice_client: Client) -> None:
    key = alice_client.session.session_key
    camera = await open_camera(None, path=f"/ws/camera/?token={key}&session={key}")
    assert await camera.hear() == {"type": "error", "code": "auth_required"}


async def test_a_program_signs_in_with_its_token(open_camera: Opener, consenting: User, alice_client: Client) -> None:
    token = (alice_client.session.session_key or "").encode()
    camera = await open_camera(None, origin=None, headers=[(b"x-session-token", token)])
    assert (await camera.hello())["type"] == "welcome"
    wrong = await open_camera(None, origin=None, headers=[(b"x-session-token", b"x" * 32)])
    assert await wrong.hear() == {"type": "error", "code": "auth_required"}


async def test_a_database_that_fails_once_does_not_end_the_watch(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.entrance.WATCH_S", 0.05)
    camera = await open_camera(alice_client)
    await camera.hello()
    asked: list[Visitor] = []

    async def fails_once(visitor: Visitor) -> str | None:
        asked.append(visitor)
        if len(asked) == 1:
            raise OperationalError
        reason: str | None = await why_leave(visitor)
        return reason

    monkeypatch.setattr("capture.entrance.why_leave", fails_once)
    assert await camera.silent(0.3)
    assert len(asked) > 1
    await in_db(consent_revoke)(user=consenting)
    assert (await camera.hear(2))["code"] == "consent_required"


async def test_nobody_is_looked_at_blindly_for_long(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.entrance.WATCH_S", 0.05)

    async def fails(_: Visitor) -> str | None:
        raise OperationalError

    camera = await open_camera(alice_client)
    await camera.hello()
    monkeypatch.setattr("capture.entrance.why_leave", fails)
    assert await camera.hear() == {"type": "error", "code": "internal"}
    assert await camera.hear() == {"type": "close", "code": 4500}
