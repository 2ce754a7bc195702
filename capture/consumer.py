"""A camera visit over the socket: messages become calls, answers become messages. docs/protocol.md is its contract."""

import asyncio
import logging
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final
from uuid import uuid4

from channels.db import database_sync_to_async
from django.db import DatabaseError

from capture import draining, engine_host, pace, protocol, stills, tickets
from capture.limits import FrameRate
from capture.line import CameraLine
from capture.mailbox import Mailbox
from capture.protocol import BadMessageError, Frame, Hello, Shutter, StillChunk, StillStart, Verdict
from capture.session import CameraSession, Commit, Outcome
from capture.turn import Arrival, Turn
from capture.visitors import REGISTER, Visitor, visitor_of, why_leave, wishes_of
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
SHUTTER_S: Final = 2.0
"""How long a pressed shutter waits for a face."""
BAD_TICKETS_FORGIVEN: Final = 48
"""A browser that was away for long brings all its pictures (24 at most) with tickets that are good no more."""
STILLS_AT_ONCE: Final = asyncio.Semaphore(1)
"""Full pictures of all cameras take turns, so that they never hold every thread that frames need."""


@dataclass(frozen=True, slots=True)
class HeldFrame:
    """The frame whose full picture the client holds, and when it came (Unix time, s)."""

    frame: Frame
    taken_at: float


class CameraConsumer(CameraLine):
    """One camera visit. `receive` never waits for an inference: a frame goes into the mailbox, one task empties it."""

    engine: Engine

    async def connect(self) -> None:
        """Accept first, so that a refusal can be told; then find out who it is."""
        await self.accept()
        self._hello: Hello | None = None
        self._session = CameraSession()
        self._mailbox: Mailbox[Arrival] = Mailbox()
        self._held: HeldFrame | None = None
        self._inbox: stills.StillInbox | None = None
        self._passing_by = 0
        self._forgiven = BAD_TICKETS_FORGIVEN
        self._keeping = False
        self._rate = FrameRate()
        self._last_message = time.monotonic()
        try:
            visitor = await visitor_of(self.scope)
            refusal = "auth_required" if visitor is None else await why_leave(visitor)
            if visitor and not refusal:
                self._session.wishes = await wishes_of(visitor)
        except DatabaseError as error:
            logger.warning("camera refused: %s", error)
            return await self.refuse("internal")
        if refusal or visitor is None:
            return await self.refuse(refusal or "auth_required")
        try:
            self.engine = await asyncio.to_thread(engine_host.get_engine)
        except ModelUnavailableError as error:
            logger.warning("camera refused: %s", error)
            return await self.refuse("model_unavailable")
        self._load = engine_host.load()
        if no_room := self._no_room():
            return await self.refuse(**no_room)
        if not REGISTER.enter(self, visitor):
            return await self.refuse("rate_limited")
        self.visitor = visitor
        self.start(self._look())
        self.start(self._watch(visitor))
        return None

    def _no_room(self) -> dict[str, Any] | None:
        if draining.begun():
            return {"code": "draining", "retry_after": draining.RETRY_AFTER_S}
        if not self._load.has_room(len(REGISTER.everyone()), time.monotonic()):
            return {"code": "overloaded", "retry_after": pace.RETRY_AFTER_S}
        return None

    @property
    def busy(self) -> bool:
        """Whether a full picture is on its way or being written."""
        return self._keeping or self._inbox is not None

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 - Channels hands it in
        """The socket is gone: stop its tasks. A photo that is being written is finished by its own thread."""
        self.hang_up()

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
            await self.complain(error.code)
        except Exception:
            # Channels would drop the socket without calling `disconnect`, and its seat and tasks would live on.
            logger.exception("a message broke the camera socket")
            await self.refuse("internal")

    async def _control(self, message: Hello | StillStart | Shutter) -> None:
        if isinstance(message, Hello):
            if self._hello is not None or message.version != protocol.VERSION:
                return await self.refuse("bad_protocol")
            self._hello = message
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
        if self._hello is None or self.visitor is None:
            return await self.refuse("bad_protocol")
        if isinstance(message, Shutter):
            self.start(self._let_go(self._session.press()))
            return None
        try:
            ticket = tickets.redeem(message.ticket, owner=self.visitor.user.pk, capture_id=message.capture_id)
        except tickets.BadTicketError:
            return await self._turn_away(message)
        self._inbox, self._passing_by = stills.StillInbox(message, ticket), 0
        return None

    async def _turn_away(self, still: StillStart) -> None:
        """Its chunks are on their way already: nobody is to blame for them, nor for a ticket that grew old."""
        self._inbox, self._passing_by = None, min(still.size, protocol.MAX_STILL_BYTES)
        if not self._forgiven:
            return await self.complain("bad_ticket", capture_id=still.capture_id)
        self._forgiven -= 1
        return await self.say(type="error", code="bad_ticket", capture_id=still.capture_id)

    async def _binary(self, message: Frame | StillChunk, now: float) -> None:
        if isinstance(message, Frame):
            if self._rate.allow(now):
                self._mailbox.put(Arrival(message, now))
            elif self._rate.complain:
                await self.say(type="error", code="rate_limited", retry_after=1.0)
            return
        inbox = self._inbox
        if inbox is None:
            self._passing_by -= len(message.data)
            if self._passing_by < 0:
                raise BadMessageError
            return
        try:
            whole = inbox.add(message)
        except BadMessageError:
            self._inbox = None
            await self.complain("bad_message", capture_id=inbox.capture_id)
            return
        if whole is None:
            return
        self._inbox = None
        if self._keeping:
            await self.say(type="error", code="save_failed", capture_id=inbox.capture_id, retry=True, retry_after=1.0)
        else:
            self.start(self._keep(inbox.ticket, whole))

    async def _look(self) -> None:
        """The socket's one task: newest frame in, answer out."""
        while self.visitor is not None:
            await self._mailbox.filled()
            turn = Turn(self._mailbox, self._session.track)
            try:
                reading, track = await self._run(turn.take, PATIENCE_S)
            except ImageRejectedError as error:
                await self.complain(error.code, turn.seq)
            except Exception as error:  # noqa: BLE001 - whatever native code raised, the next frame may be fine
                logger.warning("frame not read: %s: %s", type(error).__name__, error)
                await self.say(type="error", code="internal", seq=turn.seq)
            else:
                now = time.monotonic()
                outcome = self._session.judge(turn.seq, reading, track, now)
                answer = replace(outcome.answer, pace_ms=self._load.pace_ms(track.misses))
                await self.say_bytes(protocol.pack_answer(answer))
                self._load.answered(turn.age(now), turn.service_s, cameras=len(REGISTER.everyone()), now=now)
                await self._settle(outcome, turn.frame, turn.arrived_at)

    async def _let_go(self, press: object) -> None:
        """A pressed shutter that found nobody says so."""
        await asyncio.sleep(SHUTTER_S)
        if self._session.let_go(press):
            await self.say(type="error", code="no_face")

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

    async def _settle(self, outcome: Outcome, frame: Frame, taken_at: float) -> None:
        """Say which pictures the client may let go and which is wanted; remember the frame whose picture it holds."""
        judged = HeldFrame(frame, taken_at)
        if outcome.release is not None:
            self._held = None
            await self.say(type="release", seq=outcome.release)
        if outcome.answer.verdict is Verdict.HOLD:
            self._held = judged
        if outcome.answer.verdict is Verdict.COMMIT and outcome.commit:
            await self._commit(outcome.commit, judged)
        elif outcome.commit and self._held:
            held, self._held = self._held, None
            await self._commit(outcome.commit, held)

    async def _commit(self, commit: Commit, held: HeldFrame) -> None:
        """Tell the client that the full picture of this frame is wanted."""
        face = commit.frame.face
        try:
            like = await self._run(partial(stills.judged_likeness, held.frame.jpeg, face), PATIENCE_S)
        except Exception as error:  # noqa: BLE001 - as in _look: one moment is lost, the visit goes on
            logger.warning("moment not kept: %s: %s", type(error).__name__, error)
            return await self.say(type="release", seq=commit.frame.seq)
        if self.visitor is None or self._hello is None:
            return None
        ticket = tickets.Ticket(
            owner=self.visitor.user.pk,
            capture_id=str(uuid4()),
            frame=commit.frame.seq,
            taken_at=held.taken_at,
            time_zone=self._hello.time_zone,
            source=self._hello.source,
            emotion=face.emotion,
            scores=tuple(round(score, 4) for score in face.scores),
            sharpness=round(face.sharpness, 2),
            moment=commit.moment,
            alternate=commit.alternate,
            manual=commit.manual,
            likeness=like,
        )
        await self.say(
            type="commit",
            seq=ticket.frame,
            capture_id=ticket.capture_id,
            ticket=tickets.issue(ticket),
            expires_in=tickets.LIFETIME_S,
            moment=ticket.moment,
            alternate=ticket.alternate,
        )
        return None

    async def _keep(self, ticket: tickets.Ticket, jpeg: bytes) -> None:
        """Guard, look once more, write, and only then say `saved`."""
        visitor = self.visitor
        if visitor is None:
            return None
        keep = database_sync_to_async(stills.keep, thread_sensitive=False, executor=stills.SAVERS)
        refused = partial(self.say, type="error", capture_id=ticket.capture_id)
        self._keeping = True
        try:
            async with STILLS_AT_ONCE:
                pixels = await self._run(partial(stills.check_still, jpeg, ticket), STILL_PATIENCE_S)
            if reason := await why_leave(visitor):  # much may have changed while the picture travelled
                return await self.refuse(reason)
            photo = await keep(visitor.user, ticket, pixels)
        except ImageRejectedError as error:
            await self.complain(error.code, capture_id=ticket.capture_id)
        except stills.NotSavedError as error:
            await refused(code=error.code, retry=error.retry)
        except Exception as error:  # noqa: BLE001 - as in _look; the client may try again
            logger.warning("still not kept: %s: %s", type(error).__name__, error)
            await refused(code="save_failed", retry=True)
        else:
            await self.say(type="saved", capture_id=ticket.capture_id, photo=photo)
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


class NoSuchEndpoint(CameraLine):
    """Any other socket path."""

    async def connect(self) -> None:
        """Say so and close."""
        await self.accept()
        await self.refuse("no_such_endpoint")
