"""The camera socket driven from outside, as docs/protocol.md promises."""

import asyncio
import hashlib
import threading
import time
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from channels.db import database_sync_to_async as in_db
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.consent import consent_give, consent_revoke
from accounts.devices import devices_end_others
from accounts.leaving import account_delete, account_keep, account_leave
from accounts.models import User
from accounts.preferences import preferences_set
from capture import engine_host, protocol, stills, tickets
from capture.protocol import Condition, Reason, Verdict
from capture.visitors import REGISTER, Visitor, why_leave
from gallery import services
from mlmodels.errors import ModelUnavailableError
from tests.capture.conftest import Camera, Opener
from tests.gallery.conftest import arguments
from tests.pretend import HANGS, HAPPY, NEUTRAL, NOBODY, RAISES, coloured

pytestmark = pytest.mark.django_db(transaction=True)


async def smile(camera: Camera, seq: int = 1, size: tuple[int, int] = (320, 240)) -> dict[str, Any]:
    """Show a smile until the server asks for a picture; the commit message."""
    while True:
        await camera.show(seq, coloured(HAPPY, size))
        while (message := await camera.hear())["type"] != "answer":
            if message["type"] == "commit":
                return message
        if message["reason"] is Reason.KEPT:
            return await camera.hear_of("commit")
        seq += 1
        await asyncio.sleep(0.03)


async def send_still(camera: Camera, commit: dict[str, Any], jpeg: bytes, chunk: int = 2_000) -> dict[str, Any]:
    await camera.say(
        {"type": "still", "capture_id": commit["capture_id"], "ticket": commit["ticket"], "size": len(jpeg)}
    )
    for offset in range(0, len(jpeg), chunk):
        await camera.send_binary(protocol.pack_still_chunk(offset, jpeg[offset : offset + chunk]))
    return await camera.hear()


async def test_hello_is_answered_by_welcome(open_camera: Opener, consenting: User, alice_client: Client) -> None:
    camera = await open_camera(alice_client)
    welcome = await camera.hello(time_zone="Asia/Seoul")
    assert welcome["type"] == "welcome"
    assert welcome["in_flight"] == 2
    assert welcome["emotions"][3] == "happy"
    assert welcome["version"] == 2
    assert welcome["conditions"] == [str(condition) for condition in Condition]
    assert welcome["reasons"] == [str(reason) for reason in Reason]


async def test_a_frame_is_answered_with_landmarks_expression_and_reason(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    answer = await camera.ask(7, coloured(NEUTRAL))
    assert (answer["seq"], answer["verdict"], answer["reason"]) == (7, Verdict.DROP, Reason.SMILE)
    assert len(answer["landmarks"]) == 468
    empty = await camera.ask(8, coloured(NOBODY))
    assert (empty["reason"], empty["emotion"], empty["landmarks"]) == (Reason.NO_FACE, None, [])


async def test_a_smile_becomes_a_photo_at_full_resolution(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello(time_zone="Asia/Seoul")
    commit = await smile(camera, size=(480, 270))
    saved = await send_still(camera, commit, coloured(HAPPY, (1280, 720)))
    assert saved["type"] == "saved"
    assert saved["capture_id"] == commit["capture_id"]
    photo = saved["photo"]
    assert (photo["width"], photo["height"], photo["emotion"]) == (1280, 720, "happy")
    assert photo["time_zone"] == "Asia/Seoul"
    assert (await in_db(alice_client.get)(photo["urls"]["photo"])).status_code == 200


async def test_the_shutter_keeps_the_next_face_whatever_it_expresses(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    await camera.say({"type": "shutter"})
    assert (await camera.ask(1, coloured(NOBODY)))["verdict"] is Verdict.DROP
    answer = await camera.ask(2, coloured(NEUTRAL))
    assert (answer["verdict"], answer["reason"]) == (Verdict.COMMIT, Reason.KEPT)
    commit = await camera.hear()
    assert (commit["seq"], commit["alternate"]) == (2, False)
    assert (await send_still(camera, commit, coloured(NEUTRAL, (640, 480))))["type"] == "saved"
    assert (await camera.ask(3, coloured(NEUTRAL)))["verdict"] is Verdict.DROP


async def test_a_shutter_that_finds_nobody_says_so(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.consumer.SHUTTER_S", 0.1)
    camera = await open_camera(alice_client)
    await camera.hello()
    await camera.say({"type": "shutter"})
    assert (await camera.ask(1, coloured(NOBODY)))["reason"] is Reason.NO_FACE
    assert await camera.hear() == {"type": "error", "code": "no_face"}
    assert (await camera.ask(2, coloured(NEUTRAL)))["verdict"] is Verdict.DROP


async def test_the_visit_starts_with_its_owners_preferences(
    open_camera: Opener, consenting: User, bob: User, alice_client: Client, bob_client: Client
) -> None:
    await in_db(consent_give)(user=bob)
    await in_db(preferences_set)(user=consenting, sensitivity="normal", learn_smile=True)
    camera, theirs = await open_camera(alice_client), await open_camera(bob_client)
    await camera.hello()
    await theirs.hello()
    assert (await camera.ask(1, coloured(NEUTRAL)))["reason"] is Reason.LEARNING
    assert (await theirs.ask(1, coloured(NEUTRAL)))["reason"] is Reason.SMILE


async def test_the_same_ticket_twice_gives_one_photo_also_after_a_new_connection(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    commit, still = await smile(camera), coloured(HAPPY, (640, 480))
    first = await send_still(camera, commit, still)
    await camera.leave()
    camera.denied = True
    again = await open_camera(alice_client)
    await again.hello()
    second = await send_still(again, commit, still)
    assert first["photo"]["id"] == second["photo"]["id"]
    like_it = await send_still(again, commit, coloured((40, 222, 40), (640, 480)))
    assert (like_it["code"], like_it["capture_id"]) == ("conflict", commit["capture_id"])
    other = await send_still(again, commit, coloured(NEUTRAL, (640, 480)))
    assert (other["code"], other["capture_id"]) == ("bad_still", commit["capture_id"])
    assert await in_db(consenting.photos.count)() == 1


async def test_one_frame_sent_a_hundred_times_is_one_photo(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    commits = []
    for _ in range(100):
        await asyncio.sleep(1 / 50)  # under the limit of 60 a second
        await camera.show(7, coloured(HAPPY))
        while (message := await camera.hear())["type"] != "answer":
            commits += [message] if message["type"] == "commit" else []
    assert len([commit for commit in commits if not commit["alternate"]]) == 1
    assert len({commit["moment"] for commit in commits}) == 1


async def test_a_client_that_vanished_before_the_answer_gets_the_same_photo(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    commit, still = await smile(camera), coloured(HAPPY, (640, 480))
    await camera.say({"type": "still", "size": len(still), **{k: commit[k] for k in ("capture_id", "ticket")}})
    await camera.send_binary(protocol.pack_still_chunk(0, still))
    while await in_db(consenting.photos.count)() == 0:  # noqa: ASYNC110 - another thread writes it
        await asyncio.sleep(0.02)
    await camera.leave()  # without having read `saved`
    camera.denied = True
    again = await open_camera(alice_client)
    await again.hello()
    saved = await send_still(again, commit, still)
    assert saved["type"] == "saved"
    assert await in_db(consenting.photos.count)() == 1


async def test_a_held_frame_is_committed_or_released_and_carries_its_moment(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    held, commit = None, None
    for seq in range(1, 60):
        answer = await camera.ask(seq, coloured(HAPPY))
        held = seq if answer["verdict"] is Verdict.HOLD else held
        if answer["reason"] is Reason.KEPT:
            commit = await camera.hear_of("commit")
            break
        await asyncio.sleep(0.03)
    assert commit is not None
    assert commit["seq"] == held
    saved = await send_still(camera, commit, coloured(HAPPY, (640, 480)))
    assert (saved["photo"]["moment"], saved["photo"]["manual"]) == (commit["moment"], False)


async def test_an_unknown_time_zone_counts_as_utc(open_camera: Opener, consenting: User, alice_client: Client) -> None:
    camera = await open_camera(alice_client)
    await camera.hello(time_zone="Mars/Olympus")
    saved = await send_still(camera, await smile(camera), coloured(HAPPY, (640, 480)))
    assert saved["photo"]["time_zone"] == "UTC"


async def test_tickets_of_others_forged_or_expired_are_refused(
    open_camera: Opener,
    consenting: User,
    bob: User,
    alice_client: Client,
    bob_client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await in_db(consent_give)(user=bob)
    camera = await open_camera(alice_client)
    await camera.hello()
    commit, still = await smile(camera), coloured(HAPPY, (640, 480))
    theirs = await open_camera(bob_client)
    await theirs.hello()
    for taken in (commit, commit | {"ticket": commit["ticket"][:-2] + "xx"}):
        await theirs.say({"type": "still", "size": len(still), **{k: taken[k] for k in ("capture_id", "ticket")}})
        assert (await theirs.hear())["code"] == "bad_ticket"
    monkeypatch.setattr(tickets, "LIFETIME_S", -1)
    await camera.say({"type": "still", "size": 9, **{k: commit[k] for k in ("capture_id", "ticket")}})
    assert (await camera.hear())["code"] == "bad_ticket"


@pytest.mark.parametrize(
    ("jpeg", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_jpeg"),
        (coloured(HAPPY, (640, 480))[:900], "bad_image"),
        (coloured(NOBODY, (640, 480)), "no_face"),
        (coloured(HAPPY, (64, 64)), "too_small"),
        (coloured(HAPPY, (640, 360)), "bad_still"),
        (coloured((40, 180, 40), (640, 480)), "bad_still"),
    ],
    ids=["png", "truncated", "nobody", "small", "other proportions", "other pixels"],
)
async def test_a_still_passes_the_same_guard(
    open_camera: Opener, consenting: User, alice_client: Client, jpeg: bytes, code: str
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    refused = await send_still(camera, await smile(camera), jpeg)
    assert (refused["type"], refused["code"]) == ("error", code)
    assert await in_db(consenting.photos.count)() == 0


async def test_chunks_out_of_order_are_refused(open_camera: Opener, consenting: User, alice_client: Client) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    commit = await smile(camera)
    await camera.say({"type": "still", "size": 100, **{k: commit[k] for k in ("capture_id", "ticket")}})
    await camera.send_binary(protocol.pack_still_chunk(50, b"x" * 50))
    refused = await camera.hear()
    assert (refused["code"], refused["capture_id"]) == ("bad_message", commit["capture_id"])
    assert (await camera.ask(99, coloured(NEUTRAL)))["type"] == "answer"


async def test_a_full_disk_is_said_and_the_retry_works(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    commit, still = await smile(camera), coloured(HAPPY, (640, 480))

    def full(**_: Any) -> None:
        raise services.StorageFullError

    with monkeypatch.context() as broken:
        broken.setattr(services, "photo_create", full)
        refused = await send_still(camera, commit, still)
    assert (refused["code"], refused["retry"]) == ("storage_full", True)
    assert (await send_still(camera, commit, still))["type"] == "saved"


async def test_a_full_album_is_said_and_nothing_is_tried_again(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PHOTOS_PER_DAY", 1)
    camera = await open_camera(alice_client)
    await camera.hello()
    commit = await smile(camera)
    still = coloured(HAPPY, (640, 480))
    await in_db(services.photo_create)(**arguments(consenting))
    refused = await send_still(camera, commit, still)
    assert (refused["code"], refused["retry"], refused["capture_id"]) == ("quota_exceeded", False, commit["capture_id"])
    assert (await camera.ask(99, coloured(NEUTRAL)))["type"] == "answer"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "empty_frame"),
        (b"\xff", "bad_image"),
        (coloured(HAPPY)[:400], "bad_image"),
        (b"<svg onload=alert(1)>", "not_jpeg"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "not_jpeg"),
        (b"\xff\xd8\xff" + bytes(protocol.MAX_FRAME_BYTES), "too_large"),
    ],
    ids=["empty", "byte", "half", "svg", "png", "large"],
)
async def test_a_bad_frame_is_named_and_the_socket_lives(
    open_camera: Opener, consenting: User, alice_client: Client, payload: bytes, code: str
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    assert await camera.ask(3, payload) == {"type": "error", "code": code, "seq": 3}
    assert (await camera.ask(4, coloured(NEUTRAL)))["seq"] == 4


BAD_MESSAGES = {
    "malformed": "{",
    "empty": "",
    "array": "[]",
    "unknown": '{"type":"x"}',
    "deep": "[" * 9_000,
    "deeper": "[" * 100_000,
    "digits": '{"type": "hello", "version": ' + "9" * 5_000 + "}",
    "constant": '{"a": NaN}',
    "surrogate": "\ud800",
    "nul": "\x00",
    "long": '{"type": "hello", "version": 2, "more": "' + "x" * 17 * 1024 + '"}',
    "wrong types": '{"type": "still", "capture_id": 1, "ticket": [], "size": "9"}',
}


@pytest.mark.parametrize("text", BAD_MESSAGES.values(), ids=BAD_MESSAGES)
async def test_a_bad_control_message_is_named_and_the_socket_lives(
    open_camera: Opener, consenting: User, alice_client: Client, text: str
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    await camera.say(text)
    assert await camera.hear() == {"type": "error", "code": "bad_message"}
    assert (await camera.ask(1, coloured(NEUTRAL)))["type"] == "answer"


@pytest.mark.parametrize(("payload", "number"), [(b"PNG?", 4415), (b"", 4400)])
async def test_twenty_bad_frames_close_the_socket(
    open_camera: Opener, consenting: User, alice_client: Client, payload: bytes, number: int
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    for seq in range(20):
        assert (await camera.ask(seq, payload))["seq"] == seq
    assert (await camera.hear())["type"] == "error"
    assert await camera.hear() == {"type": "close", "code": number}


async def test_protocol_breaks_close_with_4400(open_camera: Opener, consenting: User, alice_client: Client) -> None:
    early = await open_camera(alice_client)
    await early.show(1, coloured(NEUTRAL))
    assert [await early.hear(), await early.hear()] == [
        {"type": "error", "code": "bad_protocol"},
        {"type": "close", "code": 4400},
    ]
    twice = await open_camera(alice_client)
    await twice.hello()
    await twice.say({"type": "hello", "version": protocol.VERSION})
    assert [await twice.hear(), await twice.hear()] == [
        {"type": "error", "code": "bad_protocol"},
        {"type": "close", "code": 4400},
    ]
    for version in (protocol.VERSION - 1, protocol.VERSION + 1):
        other = await open_camera(alice_client)
        assert (await other.hello(version=version))["code"] == "bad_protocol"


async def test_an_inference_that_raises_costs_one_frame(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    assert await camera.ask(1, coloured(RAISES)) == {"type": "error", "code": "internal", "seq": 1}
    assert (await camera.ask(2, coloured(NEUTRAL)))["seq"] == 2


async def test_inferences_that_hang_cost_their_frames_and_the_others_go_on(
    open_camera: Opener,
    consenting: User,
    bob: User,
    alice_client: Client,
    bob_client: Client,
    release: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("capture.consumer.PATIENCE_S", 0.3)
    await in_db(consent_give)(user=bob)
    camera, other = await open_camera(alice_client), await open_camera(bob_client)
    await camera.hello()
    await other.hello()
    for seq in range(1, 5):  # more hanging frames than the engine has threads
        await camera.show(seq, coloured(HANGS))
        assert (await other.ask(seq, coloured(NEUTRAL)))["seq"] == seq
        assert await camera.hear() == {"type": "error", "code": "internal", "seq": seq}
    assert (await camera.ask(9, coloured(NEUTRAL)))["seq"] == 9


async def test_the_newest_frame_wins_and_a_flood_is_named_once(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    jpeg = coloured(NEUTRAL)
    for seq in range(1, 301):
        await camera.show(seq, jpeg)
    heard = []
    while not await camera.silent():
        heard.append(await camera.hear())
    complaints = [message for message in heard if message.get("code") == "rate_limited"]
    answers = [message["seq"] for message in heard if message["type"] == "answer"]
    assert 1 <= len(complaints) <= 2
    assert len(answers) < 130
    assert answers == sorted(answers)


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


async def test_a_second_tab_replaces_the_first(open_camera: Opener, consenting: User, alice_client: Client) -> None:
    first = await open_camera(alice_client)
    await first.hello()
    second = await open_camera(alice_client)
    await second.hello()
    assert await first.hear() == {"type": "error", "code": "replaced"}
    assert await first.hear() == {"type": "close", "code": 4409}
    assert (await second.ask(1, coloured(NEUTRAL)))["type"] == "answer"


async def test_a_fourth_device_is_refused(open_camera: Opener, consenting: User) -> None:
    def device() -> Client:
        client = Client()
        client.force_login(consenting)
        return client

    for _ in range(3):
        assert (await (await open_camera(await in_db(device)())).hello())["type"] == "welcome"
    fourth = await open_camera(await in_db(device)())
    assert await fourth.hear() == {"type": "error", "code": "rate_limited"}
    assert await fourth.hear() == {"type": "close", "code": 4429}


async def test_silence_is_ended(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.consumer.WATCH_S", 0.05)
    monkeypatch.setattr("capture.consumer.IDLE_S", 0.1)
    camera = await open_camera(alice_client)
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


async def test_a_deviceful_of_old_tickets_and_their_chunks_on_the_way_is_no_offence(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    for _ in range(24):
        await camera.say({"type": "still", "capture_id": "x", "ticket": "y", "size": 9})
        for offset in (0, 4, 8):
            await camera.send_binary(protocol.pack_still_chunk(offset, b"1234"[: 9 - offset]))
        assert (await camera.hear())["code"] == "bad_ticket"
    await camera.say({"type": "shutter"})
    await camera.send_binary(protocol.pack_still_chunk(0, b"more"))
    assert (await camera.hear())["code"] == "bad_message"


async def test_bad_tickets_without_end_close_the_socket(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    for _ in range(48 + 20):
        await camera.say({"type": "still", "capture_id": "x", "ticket": "y", "size": 9})
        assert (await camera.hear())["code"] == "bad_ticket"
    assert (await camera.hear())["code"] == "bad_protocol"
    assert await camera.hear() == {"type": "close", "code": 4400}


async def test_a_database_that_fails_once_does_not_end_the_watch(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.consumer.WATCH_S", 0.05)
    camera = await open_camera(alice_client)
    await camera.hello()
    asked: list[Visitor] = []

    async def fails_once(visitor: Visitor) -> str | None:
        asked.append(visitor)
        if len(asked) == 1:
            raise OperationalError
        reason: str | None = await why_leave(visitor)
        return reason

    monkeypatch.setattr("capture.consumer.why_leave", fails_once)
    assert await camera.silent(0.3)
    assert len(asked) > 1
    await in_db(consent_revoke)(user=consenting)
    assert (await camera.hear(2))["code"] == "consent_required"


async def test_nobody_is_looked_at_blindly_for_long(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.consumer.WATCH_S", 0.05)

    async def fails(_: Visitor) -> str | None:
        raise OperationalError

    camera = await open_camera(alice_client)
    await camera.hello()
    monkeypatch.setattr("capture.consumer.why_leave", fails)
    assert await camera.hear() == {"type": "error", "code": "internal"}
    assert await camera.hear() == {"type": "close", "code": 4500}


async def test_a_bug_in_a_message_frees_the_seat(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> None:
        raise TypeError

    camera = await open_camera(alice_client)
    with monkeypatch.context() as bug:
        bug.setattr(protocol, "parse_text", broken)
        await camera.say("{}")
        assert await camera.hear() == {"type": "error", "code": "internal"}
    assert await camera.hear() == {"type": "close", "code": 4500}
    assert consenting.pk not in REGISTER._sockets


async def test_one_still_at_a_time_is_written(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    commit, still = await smile(camera), coloured(HAPPY, (640, 480))
    go_on = threading.Event()
    keep = stills.keep

    def slow(*arguments: Any) -> dict[str, Any]:
        go_on.wait(5)
        return keep(*arguments)

    monkeypatch.setattr(stills, "keep", slow)
    for _ in range(2):
        await camera.say({"type": "still", "size": len(still), **{k: commit[k] for k in ("capture_id", "ticket")}})
        await camera.send_binary(protocol.pack_still_chunk(0, still))
    refused = await camera.hear()
    assert (refused["code"], refused["retry"]) == ("save_failed", True)
    go_on.set()
    assert (await camera.hear())["type"] == "saved"


async def test_a_full_server_refuses_another_camera_and_says_when_to_come_again(
    open_camera: Opener, consenting: User, bob: User, alice_client: Client, bob_client: Client
) -> None:
    await in_db(consent_give)(user=bob)
    camera = await open_camera(alice_client)
    await camera.hello()
    load = engine_host.load()
    load.service_s = 1.0
    refused = await open_camera(bob_client)
    assert await refused.hear() == {"type": "error", "code": "overloaded", "retry_after": 5.0}
    assert await refused.hear() == {"type": "close", "code": 4503}
    load.service_s = 0.004
    assert (await (await open_camera(bob_client)).hello())["type"] == "welcome"


async def test_a_busy_server_asks_for_fewer_frames_and_an_empty_room_too(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    assert (await camera.ask(1, coloured(NEUTRAL)))["pace_ms"] == 0
    engine_host.load().gap_s = 0.15
    assert (await camera.ask(2, coloured(NEUTRAL)))["pace_ms"] == pytest.approx(150, abs=16)


async def test_a_clock_that_jumps_a_day_changes_nothing_but_dates(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello(time_zone="Asia/Seoul")
    real = time.time
    for jump in (86_400, -86_400, 0):
        monkeypatch.setattr("time.time", lambda jump=jump: real() + jump)
        assert (await camera.ask(jump % 7, coloured(NEUTRAL)))["type"] == "answer"
    saved = await send_still(camera, await smile(camera, 20), coloured(HAPPY, (640, 480)))
    assert saved["type"] == "saved"
