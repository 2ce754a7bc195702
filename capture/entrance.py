"""Who comes to the camera socket, what place they get there, and for how long they may stay."""

import asyncio
import logging
import time
from typing import Any, Final

from django.db import DatabaseError

from capture import draining, engine_host, pace, protocol
from capture.line import CameraLine
from capture.pace import Load
from capture.protocol import Hello
from capture.visitors import REGISTER, Place, Visitor, visitor_of, why_leave, wishes_of
from capture.wishes import Wishes
from mlmodels.emotions import EMOTIONS
from mlmodels.engine import Engine
from mlmodels.errors import ModelUnavailableError

logger = logging.getLogger(__name__)

WATCH_S: Final = 1.5
MAX_BLIND_LOOKS: Final = 3
"""How often in a row the database may fail to say who is there before a visit ends."""
IDLE_S: Final = 600.0
GREETING_S: Final = 15.0
"""How long a socket may stand there without having said `hello`."""


class Entrance(CameraLine):
    """One socket and its visitor: let in, given a place by what they say they are here for, watched."""

    engine: Engine
    wishes: Wishes
    _load: Load
    _hello: Hello | None = None
    _last_message: float

    async def connect(self) -> None:
        """Accept first, so that a refusal can be told; then find out who it is."""
        await self.accept()
        self._last_message = time.monotonic()
        try:
            visitor = await visitor_of(self.scope)
            refusal = "auth_required" if visitor is None else await why_leave(visitor)
            if visitor and not refusal:
                self.wishes = await wishes_of(visitor)
        except DatabaseError as error:
            logger.warning("camera refused: %s", error)
            return await self.refuse("internal")
        if refusal or visitor is None:
            return await self.refuse(refusal or "auth_required")
        return await self._let_in(visitor)

    async def _let_in(self, visitor: Visitor) -> None:
        try:
            self.engine = await asyncio.to_thread(engine_host.get_engine)
        except ModelUnavailableError as error:
            logger.warning("camera refused: %s", error)
            return await self.refuse("model_unavailable")
        self._load = engine_host.load()
        if draining.begun():
            return await self.refuse("draining", retry_after=draining.RETRY_AFTER_S)
        if not REGISTER.arrive(self, visitor):
            return await self.refuse("rate_limited")
        self.visitor = visitor
        self.start(self._watch(visitor))
        return None

    async def greet(self, hello: Hello) -> None:
        """Give a place to whoever says `hello` for the first time, and say `welcome`."""
        if self._hello is not None or self.visitor is None or hello.version != protocol.VERSION:
            return await self.refuse("bad_protocol")
        if refusal := self._no_place(hello, self.visitor):
            return await self.refuse(**refusal)
        self._hello = hello
        return await self.say(
            type="welcome",
            version=protocol.VERSION,
            in_flight=protocol.IN_FLIGHT,
            max_frame_bytes=protocol.MAX_FRAME_BYTES,
            max_still_bytes=protocol.MAX_STILL_BYTES,
            max_chunk_bytes=protocol.MAX_CHUNK_BYTES,
            emotions=EMOTIONS,
            reasons=protocol.REASONS,
            conditions=protocol.CONDITIONS,
        )

    def _no_place(self, hello: Hello, visitor: Visitor) -> dict[str, Any] | None:
        if not hello.delivers and not self._load.has_room(REGISTER.cameras(), time.monotonic()):
            return {"code": "overloaded", "retry_after": pace.RETRY_AFTER_S}
        place = Place.DELIVERY if hello.delivers else Place.CAMERA
        return None if REGISTER.settle(self, visitor, place) else {"code": "rate_limited"}

    async def _watch(self, visitor: Visitor) -> None:
        """End the visit of someone who may no longer stay, or who has been silent for long."""
        blind = 0
        while True:
            await asyncio.sleep(WATCH_S)
            if time.monotonic() - self._last_message > (IDLE_S if self._hello else GREETING_S):
                return await self.refuse("idle")
            try:
                reason, blind = await why_leave(visitor), 0
            except DatabaseError as error:
                blind += 1
                logger.warning("who is at the camera is not known (%d in a row): %s", blind, error)
                reason = "internal" if blind >= MAX_BLIND_LOOKS else None
            if reason:
                return await self.refuse(reason)
