"""The end of a server process as its cameras see it."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from capture import draining, protocol
from tests.capture.conftest import Camera, Opener
from tests.pretend import HAPPY, coloured

pytestmark = pytest.mark.django_db(transaction=True)
STILL = coloured(HAPPY, (640, 480))
GOODBYE = [{"type": "error", "code": "draining", "retry_after": 2.0}, {"type": "close", "code": 4503}]


@pytest.fixture(autouse=True)
def _not_for_good() -> Iterator[None]:
    yield
    draining._begun.clear()


async def commit(camera: Camera) -> dict[str, Any]:
    await camera.say({"type": "shutter"})
    await camera.ask(1, coloured(HAPPY))
    return await camera.hear(30)


async def test_everyone_is_told_and_sent_elsewhere(open_camera: Opener, consenting: User, alice_client: Client) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    await draining.drain(5)
    assert await camera.hear() == {"type": "draining", "retry_after": 2.0}
    assert [await camera.hear(), await camera.hear()] == GOODBYE
    late = await open_camera(alice_client)
    assert [await late.hear(), await late.hear()] == GOODBYE


async def test_a_picture_on_its_way_is_finished_first(
    open_camera: Opener, consenting: User, alice_client: Client
) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    asked = await commit(camera)
    await camera.say({"type": "still", "size": len(STILL), **{k: asked[k] for k in ("capture_id", "ticket")}})
    await camera.send_binary(protocol.pack_still_chunk(0, STILL[:1_000]))
    await asyncio.sleep(0.2)
    ending = asyncio.create_task(draining.drain(20))
    assert (await camera.hear())["type"] == "draining"
    assert await camera.silent()
    await camera.send_binary(protocol.pack_still_chunk(1_000, STILL[1_000:]))
    assert (await camera.hear(30))["type"] == "saved"
    assert [await camera.hear(), await camera.hear()] == GOODBYE
    await ending


async def test_patience_ends(open_camera: Opener, consenting: User, alice_client: Client) -> None:
    camera = await open_camera(alice_client)
    await camera.hello()
    asked = await commit(camera)
    await camera.say({"type": "still", "size": len(STILL), **{k: asked[k] for k in ("capture_id", "ticket")}})
    await asyncio.sleep(0.2)
    await draining.drain(0.1)
    assert (await camera.hear())["type"] == "draining"
    assert [await camera.hear(), await camera.hear()] == GOODBYE
