"""What a socket is here for: a camera takes a seat, a tab that only delivers takes none."""

import pytest
from channels.db import database_sync_to_async as in_db
from django.test import Client

from accounts.consent import consent_give
from accounts.models import User
from capture import engine_host, protocol
from capture.visitors import MAX_CAMERAS, MAX_DELIVERIES, MAX_SOCKETS, REGISTER
from tests.capture.conftest import Opener
from tests.capture.conversation import send_still, smile
from tests.pretend import HAPPY, NEUTRAL, coloured

pytestmark = pytest.mark.django_db(transaction=True)
TOO_MANY = [{"type": "error", "code": "rate_limited"}, {"type": "close", "code": 4429}]


async def another_browser(person: User) -> Client:
    client = Client()
    await in_db(client.force_login)(person)
    return client


async def test_a_second_tab_replaces_the_first(open_camera: Opener, consenting: User, alice_client: Client) -> None:
    first = await open_camera(alice_client)
    await first.hello()
    second = await open_camera(alice_client)
    assert (await first.ask(1, coloured(NEUTRAL)))["type"] == "answer", "a tab that has said nothing takes nothing"
    await second.hello()
    assert await first.hear() == {"type": "error", "code": "replaced"}
    assert await first.hear() == {"type": "close", "code": 4409}
    assert (await second.ask(1, coloured(NEUTRAL)))["type"] == "answer"


async def test_a_tab_that_only_delivers_leaves_the_camera_its_seat(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera, hidden = await open_camera(alice_client), await open_camera(alice_client)
    await camera.hello()
    commit = await smile(camera)
    assert (await hidden.hello(source="deliver"))["type"] == "welcome"
    saved = await send_still(hidden, commit, coloured(HAPPY, (640, 480)))
    assert (saved["type"], saved["capture_id"], saved["photo"]["source"]) == ("saved", commit["capture_id"], "camera")
    assert (await camera.ask(99, coloured(NEUTRAL)))["type"] == "answer"
    assert REGISTER.cameras() == 1


async def test_who_delivers_streams_nothing_and_strikes_count(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    hidden = await open_camera(alice_client)
    await hidden.hello(source="deliver")
    await hidden.say({"type": "shutter"})
    assert await hidden.hear() == {"type": "error", "code": "bad_message"}
    for seq in range(19):
        await hidden.show(seq, coloured(HAPPY))
        assert await hidden.hear() == {"type": "error", "code": "bad_message"}
    assert [await hidden.hear(), await hidden.hear()] == [
        {"type": "error", "code": "bad_protocol"},
        {"type": "close", "code": 4400},
    ]


async def test_a_fourth_device_is_refused(open_camera: Opener, consenting: User) -> None:
    for _ in range(MAX_CAMERAS):
        assert (await (await open_camera(await another_browser(consenting))).hello())["type"] == "welcome"
    fourth = await open_camera(await another_browser(consenting))
    assert [await fourth.hello(), await fourth.hear()] == TOO_MANY


async def test_deliveries_have_places_of_their_own_and_few(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    for _ in range(MAX_DELIVERIES):
        assert (await (await open_camera(alice_client)).hello(source="deliver"))["type"] == "welcome"
    one_more = await open_camera(alice_client)
    assert [await one_more.hello(source="deliver"), await one_more.hear()] == TOO_MANY
    assert (await (await open_camera(alice_client)).hello())["type"] == "welcome"


async def test_an_eleventh_socket_is_refused_whatever_it_would_be_for(
    open_camera: Opener, consenting: User, bob: User, alice_client: Client, bob_client: Client
) -> None:
    await in_db(consent_give)(user=bob)
    waiting = [await open_camera(alice_client) for _ in range(MAX_SOCKETS)]
    assert await waiting[-1].silent()
    eleventh = await open_camera(alice_client)
    assert [await eleventh.hear(), await eleventh.hear()] == TOO_MANY
    assert (await (await open_camera(bob_client)).hello())["type"] == "welcome"
    await waiting[0].leave()
    waiting[0].denied = True
    assert (await (await open_camera(alice_client)).hello())["type"] == "welcome"


async def test_a_socket_that_never_greets_is_let_go(
    open_camera: Opener, consenting: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.entrance.WATCH_S", 0.05)
    monkeypatch.setattr("capture.entrance.GREETING_S", 0.5)
    greeted = await open_camera(alice_client)
    await greeted.hello(source="deliver")
    silent = await open_camera(alice_client)
    await silent.say("no greeting")
    assert (await silent.hear())["code"] == "bad_message"  # which is no greeting, and wins no time
    assert [await silent.hear(), await silent.hear()] == [
        {"type": "error", "code": "idle"},
        {"type": "close", "code": 4408},
    ]
    assert await greeted.silent()


async def test_a_full_server_refuses_another_camera_and_says_when_to_come_again(
    open_camera: Opener, consenting: User, bob: User, alice_client: Client, bob_client: Client
) -> None:
    await in_db(consent_give)(user=bob)
    camera = await open_camera(alice_client)
    await camera.hello()
    load = engine_host.load()
    load.service_s = 1.0
    refused = await open_camera(bob_client)
    assert await refused.hello() == {"type": "error", "code": "overloaded", "retry_after": 5.0}
    assert await refused.hear() == {"type": "close", "code": 4503}
    assert (await (await open_camera(bob_client)).hello(source="deliver"))["type"] == "welcome"
    load.service_s = 0.004
    assert (await (await open_camera(bob_client)).hello())["type"] == "welcome"


async def test_an_unknown_wish_is_no_greeting(open_camera: Opener, consenting: User, alice_client: Client) -> None:
    camera = await open_camera(alice_client)
    assert await camera.hello(source="stream") == {"type": "error", "code": "bad_message"}
    assert (await camera.hello(source="file", version=protocol.VERSION))["type"] == "welcome"
