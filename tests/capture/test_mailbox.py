"""The mailbox keeps the newest frame only."""

import asyncio

from capture.mailbox import Mailbox


async def test_the_newest_item_wins() -> None:
    box: Mailbox[int] = Mailbox()
    for number in range(2_000):
        box.put(number)
    assert await box.take() == 1_999
    assert box.overtaken == 1_999


async def test_taking_waits_for_the_next_item() -> None:
    box: Mailbox[str] = Mailbox()
    waiting = asyncio.create_task(box.take())
    await asyncio.sleep(0)
    assert not waiting.done()
    box.put("frame")
    assert await waiting == "frame"
