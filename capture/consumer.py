"""The camera socket: turns messages into calls and answers into messages. docs/protocol.md is its contract."""

import asyncio
import json
import logging
import time
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, Final
from uuid import uuid4

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import DatabaseError

from capture import protocol, stills, tickets
from capture.engine_host import get_engine
from capture.limits import FrameRate, Strikes
from capture.mailbox import Mailbox
from capture.protocol import Answer, BadMessageError, CloseCode, Frame, Hello, StillChunk, StillStart, Verdict
from capture.session import CameraSession
from capture.visitors import REGISTER, Visitor, visitor_of, why_leave
from mlmodels.emotions import EMOTIONS
from mlmodels.engine import Engine
from mlmodels.errors import ImageRejectedError, ModelUnavailableError

logger = logging.getLogger(__name__)

PATIENCE_S: Final = 2.0
"""An inference that takes longer hangs: its frame gets `internal`, its thread is given up."""
STILL_PATIENCE_S: Final = 10.0
"""A full picture may take longer: it is larger, and searched harder."""
WATCH_S: Final = 1.5
MAX_BLIND_LOOKS: Final = 3
"""How often in a row the database may fail to say who is there before a visit ends."""
IDLE_S: Final = 600.0
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
}

STILLS_AT_ONCE: Final = asyncio.Semaphore(1)
"""Full pictures of all cameras take turns, so that they never hold every thread that frames need."""


class CameraConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One camera visit. `receive` never waits for an inference: a frame goes into the mailbox, one task empties it."""

    engine: Engine
    visitor: Visitor | None = None

    async def connect(self) -> None:
        """Accept first, so that a refusal can be told; then find out who it is."""
        await self.accept()
        self._hello: Hello | None = None
        self._session = CameraSession()
        self._mailbox: Mailbox[Frame] = Mailbox()
        self._inbox: stills.StillInbox | None = None
        self._keeping = False
        self._strikes, self._rate = Strikes(), FrameRate()
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_message = time.monotonic()
        try:
            visitor = await visitor_of(self.scope)
            refusal = "auth_required" if visitor is None else await why_leave(visitor)
        except DatabaseError as error:
            logger.warning("camera refused: %s", error)
            return await self.refuse("internal")
        if refusal or visitor is None:
            return await self.refuse(refusal or "auth_required")
        try:
            self.engine = await asyncio.to_thread(get_engine)
        except ModelUnavailableError as error:
            logger.warning("camera refused: %s", error)
            return await self.refuse("model_unavailable")
        if not REGISTER.enter(self, visitor):
            return await self.refuse("rate_limited")
        self.visitor = visitor
        self._start(self._look())
        self._start(self._watch(visitor))
        return None

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 - Channels hands it in
        """The socket is gone: stop its tasks. A photo that is being written is finished by its own thread."""
        for task in self._tasks:
            task.cancel()
        if self.visitor:
            REGISTER.leave(self, self.visitor)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Called for every message, one at a time."""
        if self.visitor is None:  # refused; what was on its way is not looked at
            return
        now = self._last_message = time.monotonic()
        try:
            if text_data is not None:
                await self._control(protocol.parse_text(text_data))
            elif self._hello is None:
                await self.refuse("bad_protocol")
            else:
                await self._binary(protocol.parse_binary(bytes_data or b""), now)
        except BadMessageError as error:
            await self._complain(error.code, now)
        except Exception:
            # Channels would drop the socket without calling `disconnect`, and its seat and tasks would live on.
            logger.exception("a message broke the camera socket")
            await self.refuse("internal")

    async def _control(self, message: Hello | StillStart) -> None:
        if isinstance(message, Hello):
            if self._hello is not None or message.version != protocol.VERSION:
                return await self.refuse("bad_protocol")
            self._hello = message
            return await self._send(
                type="welcome",
                version=protocol.VERSION,
                in_flight=protocol.IN_FLIGHT,
                max_frame_bytes=protocol.MAX_FRAME_BYTES,
                max_still_bytes=protocol.MAX_STILL_BYTES,
                max_chunk_bytes=protocol.MAX_CHUNK_BYTES,
                emotions=EMOTIONS,
                reasons=protocol.REASONS,
            )
        if self._hello is None or self.visitor is None:
            return await self.refuse("bad_protocol")
        try:
            ticket = tickets.redeem(message.ticket, owner=self.visitor.user.pk, capture_id=message.capture_id)
        except tickets.BadTicketError:
            return await self._complain("bad_ticket", time.monotonic(), capture_id=message.capture_id)
        self._inbox = stills.StillInbox(message, ticket)
        return None

    async def _binary(self, message: Frame | StillChunk, now: float) -> None:
        if isinstance(message, Frame):
            if len(message.jpeg) > protocol.MAX_FRAME_BYTES:
                await self._complain("too_large", now, message.seq)
            elif not message.jpeg:
                await self._complain("empty_frame", now, message.seq)
            elif self._rate.allow(now):
                self._mailbox.put(message)
            elif self._rate.complain:
                await self._send(type="error", code="rate_limited", retry_after=1.0)
            return
        inbox = self._inbox
        if inbox is None:
            raise BadMessageError
        try:
            whole = inbox.add(message)
        except BadMessageError:
            self._inbox = None
            await self._complain("bad_message", now, capture_id=inbox.capture_id)
            return
        if whole is None:
            return
        self._inbox = None
        if self._keeping:
            await self._send(type="error", code="save_failed", capture_id=inbox.capture_id, retry=True, retry_after=1.0)
        else:
            self._start(self._keep(inbox.ticket, whole))

    async def _look(self) -> None:
        """The socket's one task: newest frame in, answer out."""
        while self.visitor is not None:
            frame = await self._mailbox.take()
            taken_at = time.time()
            try:
                reading, track = await self._run(
                    lambda analyzer, jpeg=frame.jpeg: analyzer.read_jpeg(jpeg, self._session.track), PATIENCE_S
                )
            except ImageRejectedError as error:
                await self._complain(error.code, time.monotonic(), frame.seq)
            except Exception as error:  # noqa: BLE001 - whatever native code raised, the next frame may be fine
                logger.warning("frame not read: %s: %s", type(error).__name__, error)
                await self._send(type="error", code="internal", seq=frame.seq)
            else:
                answer = self._session.answer(frame.seq, reading, track, time.monotonic())
                await self.send(bytes_data=protocol.pack_answer(answer))
                if answer.verdict is Verdict.COMMIT:
                    await self._commit(answer, taken_at)

    async def _run(self, job: Any, patience: float) -> Any:
        future = self.engine.submit(job)
        try:
            async with asyncio.timeout(patience):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            self.engine.give_up(future)
            raise
        except asyncio.CancelledError:
            # The client has gone, the job may hang all the same: somebody must still see to its thread.
            asyncio.get_running_loop().call_later(patience, self.engine.give_up, future)
            raise

    async def _commit(self, answer: Answer, taken_at: float) -> None:
        """Tell the client that the full picture of this frame is wanted."""
        if answer.face is None or self.visitor is None or self._hello is None:
            return
        ticket = tickets.Ticket(
            owner=self.visitor.user.pk,
            capture_id=str(uuid4()),
            frame=answer.seq,
            taken_at=taken_at,
            time_zone=self._hello.time_zone,
            source=self._hello.source,
            emotion=answer.face.emotion,
            scores=tuple(round(score, 4) for score in answer.face.scores),
            sharpness=round(answer.face.sharpness, 2),
        )
        await self._send(
            type="commit",
            seq=answer.seq,
            capture_id=ticket.capture_id,
            ticket=tickets.issue(ticket),
            expires_in=tickets.LIFETIME_S,
        )

    async def _keep(self, ticket: tickets.Ticket, jpeg: bytes) -> None:
        """Guard, look once more, write, and only then say `saved`."""
        visitor = self.visitor
        if visitor is None:
            return None
        keep = database_sync_to_async(stills.keep, thread_sensitive=False, executor=stills.SAVERS)
        refused = partial(self._send, type="error", capture_id=ticket.capture_id)
        self._keeping = True
        try:
            async with STILLS_AT_ONCE:
                pixels = await self._run(partial(stills.check_still, jpeg), STILL_PATIENCE_S)
            if reason := await why_leave(visitor):  # much may have changed while the picture travelled
                return await self.refuse(reason)
            photo = await keep(visitor.user, ticket, pixels)
        except ImageRejectedError as error:
            await self._complain(error.code, time.monotonic(), capture_id=ticket.capture_id)
        except stills.NotSavedError as error:
            await refused(code=error.code, retry=error.retry)
        except Exception as error:  # noqa: BLE001 - as in _look; the client may try again
            logger.warning("still not kept: %s: %s", type(error).__name__, error)
            await refused(code="save_failed", retry=True)
        else:
            await self._send(type="saved", capture_id=ticket.capture_id, photo=photo)
        finally:
            self._keeping = False
        return None

    async def _watch(self, visitor: Visitor) -> None:
        """End the visit of someone who may no longer stay, or who has been silent for long."""
        blind = 0
        while True:
            await asyncio.sleep(WATCH_S)
            if time.monotonic() - self._last_message > IDLE_S:
                return await self.refuse("idle")
            try:
                reason, blind = await why_leave(visitor), 0
            except DatabaseError as error:
                blind += 1
                logger.warning("who is at the camera is not known (%d in a row): %s", blind, error)
                reason = "internal" if blind >= MAX_BLIND_LOOKS else None
            if reason:
                return await self.refuse(reason)

    async def _complain(self, code: str, now: float, seq: int | None = None, capture_id: str | None = None) -> None:
        """One bad message: say so, of which frame or still; after too many, close."""
        about = {"seq": seq, "capture_id": capture_id}
        await self._send(type="error", code=code, **{name: value for name, value in about.items() if value is not None})
        if self._strikes.add(now):
            await self.refuse(code if code in {"too_large", "not_jpeg"} else "bad_protocol")

    def replaced(self) -> None:
        """Another tab of the same browser has the camera now."""
        self._start(self.refuse("replaced"))

    async def refuse(self, code: str) -> None:
        """Say why in an error message, then close with its number."""
        if self.visitor:
            REGISTER.leave(self, self.visitor)
            self.visitor = None
        await self._send(type="error", code=code)
        with suppress(Exception):  # already closed from the other side
            await self.close(int(CLOSE_CODES[code]))

    async def _send(self, **message: Any) -> None:
        with suppress(Exception):  # the other side may have gone; `disconnect` tidies up
            await self.send(text_data=json.dumps(message))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """No task may die silently and leave a socket that nobody watches."""
        try:
            await work
        except Exception:
            logger.exception("the camera socket broke")
            await self.refuse("internal")


class NoSuchEndpoint(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Any other socket path."""

    async def connect(self) -> None:
        """Say so and close."""
        await self.accept()
        await self.send(text_data=json.dumps({"type": "error", "code": "no_such_endpoint"}))
        await self.close(int(CloseCode.NO_SUCH_ENDPOINT))
