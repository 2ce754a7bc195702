"""Full pictures over the socket: with a ticket, in chunks, kept once, refused with a reason."""

import asyncio
import threading
from typing import Any

import pytest
from channels.db import database_sync_to_async as in_db
from django.conf import settings
from django.test import Client

from accounts.consent import consent_give
from accounts.models import User
from capture import protocol, stills, tickets
from gallery import services
from tests.capture.conftest import Opener
from tests.capture.conversation import send_still, smile
from tests.gallery.conftest import arguments
from tests.pretend import HAPPY, NEUTRAL, NOBODY, coloured

pytestmark = pytest.mark.django_db(transaction=True)


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
