"""What any socket of ours needs before it can mean something: to say, to complain, to refuse, and to run its tasks."""

import asyncio
import json
import logging
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final

from channels.generic.websocket import AsyncWebsocketConsumer

from capture.limits import Strikes
from capture.protocol import CloseCode
from capture.visitors import REGISTER, Visitor

logger = logging.getLogger(__name__)

CLOSE_CODES: Final = {
    "bad_protocol": CloseCode.BAD_PROTOCOL,
    "auth_required": CloseCode.AUTH,
    "session_ended": CloseCode.AUTH,
    "consent_required": CloseCode.FORBIDDEN,
    "no_such_endpoint": CloseCode.NO_SUCH_ENDPOINT,
    "idle": CloseCode.IDLE,
    "replaced": CloseCode.REPLACED,
    "too_large": CloseCode.TOO_LARGE,
    "not_jpeg": CloseCode.NOT_JPEG,
    "rate_limited": CloseCode.RATE_LIMITED,
    "internal": CloseCode.INTERNAL,
    "model_unavailable": CloseCode.OVERLOADED,
    "overloaded": CloseCode.OVERLOADED,
    "draining": CloseCode.OVERLOADED,
}


class CameraLine(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One socket with whoever is on it."""

    visitor: Visitor | None = None

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._strikes = Strikes()
        self._tasks: set[asyncio.Task[None]] = set()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Channels looks at the database's connections before every message, a hop to another thread and back. What
        asks the database here sees to that by itself, so a frame goes straight to `receive`.
        """
        if message["type"] == "websocket.receive":
            await self.websocket_receive(message)
        else:
            await super().dispatch(message)

    async def say(self, **message: Any) -> None:
        """Send a control message. The other side may have gone; `disconnect` tidies up."""
        with suppress(Exception):
            await self.send(text_data=json.dumps(message))

    async def say_bytes(self, data: bytes) -> None:
        """Send a binary message, as `say` does."""
        with suppress(Exception):
            await self.send(bytes_data=data)

    async def complain(self, code: str, seq: int | None = None, capture_id: str | None = None) -> None:
        """One bad message: say so, of which frame or still; after too many, close."""
        about = {"seq": seq, "capture_id": capture_id}
        await self.say(type="error", code=code, **{name: value for name, value in about.items() if value is not None})
        if self._strikes.add(time.monotonic()):
            await self.refuse(code if code in {"too_large", "not_jpeg"} else "bad_protocol")

    async def refuse(self, code: str, **more: Any) -> None:
        """Say why in an error message, with `more` about it, then close with its number."""
        self.leave()
        await self.say(type="error", code=code, **more)
        with suppress(Exception):  # already closed from the other side
            await self.close(int(CLOSE_CODES[code]))

    def leave(self) -> None:
        """Give the seat back; from here on nothing that comes is looked at."""
        if self.visitor:
            REGISTER.leave(self, self.visitor)
            self.visitor = None

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a task for as long as the socket lives."""
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def hang_up(self) -> None:
        """Stop every task and leave."""
        for task in self._tasks:
            task.cancel()
        self.leave()

    def replaced(self) -> None:
        """Another tab of the same browser has the camera now."""
        self.start(self.refuse("replaced"))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """No task may die silently and leave a socket that nobody watches."""
        try:
            await work
        except Exception:
            logger.exception("the camera socket broke")
            await self.refuse("internal")
