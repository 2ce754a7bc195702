"""The camera socket driven from outside, as docs/protocol.md promises."""

import asyncio
import threading
import time

import pytest
from channels.db import database_sync_to_async as in_db
from django.test import Client

from accounts.consent import consent_give
from accounts.models import User
from accounts.preferences import preferences_set
from capture import engine_host, protocol
from capture.protocol import Condition, Reason, Verdict
from capture.visitors import REGISTER
from tests.capture.conftest import Opener
from tests.capture.conversation import send_still, smile
from tests.pretend import HANGS, HAPPY, NEUTRAL, NOBODY, RAISES, coloured

pytestmark = pytest.mark.django_db(transaction=True)


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
