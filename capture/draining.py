"""The end of a server process: no new cameras, pictures on their way are finished, then everyone is sent elsewhere."""

import asyncio
from contextlib import suppress
from typing import Final

from capture import stills
from capture.visitors import REGISTER

STEP_S: Final = 0.05
RETRY_AFTER_S: Final = 2.0
_begun = asyncio.Event()


def begun() -> bool:
    """Whether this process is about to end."""
    return _begun.is_set()


async def drain(patience: float) -> None:
    """Tell every camera, wait up to `patience` seconds for pictures on their way, and close."""
    _begun.set()
    for camera in REGISTER.everyone():
        await camera.say(type="draining", retry_after=RETRY_AFTER_S)
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            while any(camera.busy for camera in REGISTER.everyone()):  # noqa: ASYNC110 - many things end it
                await asyncio.sleep(STEP_S)
    for camera in REGISTER.everyone():
        await camera.refuse("draining", retry_after=RETRY_AFTER_S)


def finish() -> None:
    """Let the threads that write photos end what they are writing."""
    stills.SAVERS.shutdown(wait=True)
