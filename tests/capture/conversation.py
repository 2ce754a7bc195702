"""What a client does again and again at the camera socket."""

import asyncio
from typing import Any

from capture import protocol
from capture.protocol import Reason
from tests.capture.conftest import Camera
from tests.pretend import HAPPY, coloured


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
