"""The mailbox keeps the newest frame only."""

import asyncio

from capture.mailbox import Mailbox


async def test_the_newest_item_wins() -> None:
    box: Mailbox[int] = Mailbox()
    for number in range(2_000):
        box.put(number)
    await box.filled()
    assert box.take() == 1_999
    assert box.take() is None
    assert box.overtaken == 1_999


async def test_waiting_ends_with_the_next_item() -> None:
    box: Mailbox[str] = Mailbox()
    waiting = asyncio.create_task(box.filled())
    await asyncio.sleep(0)
    assert not waiting.done()
    box.put("frame")
    await waiting
    assert box.take() == "frame"


async def test_items_put_while_threads_take_are_taken_or_overtaken_never_both() -> None:
    box: Mailbox[int] = Mailbox()

    def take_all() -> int:
        return sum(box.take() is not None for _ in range(20_000))

    taking = asyncio.get_running_loop().run_in_executor(None, take_all)
    for number in range(20_000):
        box.put(number)
    taken = await taking + (box.take() is not None)
    assert taken + box.overtaken == 20_000
