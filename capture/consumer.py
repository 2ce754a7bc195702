"""A camera visit over the socket: messages become calls, answers become messages. docs/protocol.md is its contract."""

import asyncio
import logging
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from uuid import uuid4

from capture import engine_host, protocol, stills, tickets
from capture.deliveries import Deliveries
from capture.entrance import Entrance
from capture.limits import FrameRate
from capture.line import CameraLine
from capture.mailbox import Mailbox
from capture.protocol import BadMessageError, Frame, Hello, Shutter, StillChunk, StillStart, Verdict
from capture.session import CameraSession, Commit, Outcome
from capture.turn import Arrival, Turn
from capture.visitors import REGISTER
from mlmodels.errors import ImageRejectedError

logger = logging.getLogger(__name__)

PATIENCE_S: Final = 2.0
"""An inference that takes longer hangs: its frame gets `internal`, its thread is given up."""
SHUTTER_S: Final = 2.0
"""How long a pressed shutter waits for a face."""


@dataclass(frozen=True, slots=True)
class HeldFrame:
    """The frame whose full picture the client holds, and when it came (Unix time, s)."""

    frame: Frame
    taken_at: float


class CameraConsumer(Entrance):
    """One camera visit. `receive` never waits for an inference: a frame goes into the mailbox, one task empties it."""

    async def connect(self) -> None:
        """Called once; whoever is let in gets a session and the task that looks at their frames."""
        self._session = CameraSession()
        self._mailbox: Mailbox[Arrival] = Mailbox()
        self._held: HeldFrame | None = None
        self._deliveries = Deliveries(self)
        self._rate = FrameRate()
        await super().connect()
        if self.visitor:
            self._session.wishes = self.wishes
            self.start(self._look())

    @property
    def busy(self) -> bool:
        """Whether a full picture is on its way or being written."""
        return self._deliveries.busy

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 - Channels hands it in
        """The socket is gone: stop its tasks. A photo that is being written is finished by its own thread."""
        self.hang_up()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Called for every message, one at a time."""
        if self.visitor is None:  # refused; what was on its way is not looked at
            return
        now = time.monotonic()
        if self._hello is not None:  # until then the time since `connect` counts
            self._last_message = now
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
            return await self.greet(message)
        if self._hello is None or self.visitor is None:
            return await self.refuse("bad_protocol")
        if isinstance(message, StillStart):
            return await self._deliveries.announced(message, self.visitor)
        self._must_stream()
        self.start(self._let_go(self._session.press()))
        return None

    async def _binary(self, message: Frame | StillChunk, now: float) -> None:
        if isinstance(message, StillChunk):
            if self.visitor:
                await self._deliveries.chunk(message, self.visitor)
            return
        self._must_stream()
        if self._rate.allow(now):
            self._mailbox.put(Arrival(message, now))
        elif self._rate.complain:
            await self.say(type="error", code="rate_limited", retry_after=1.0)

    def _must_stream(self) -> None:
        """Whoever came without a camera's place has no frames looked at."""
        if self._hello is None or self._hello.delivers:
            raise BadMessageError

    async def _look(self) -> None:
        """The socket's one task: newest frame in, answer out."""
        while self.visitor is not None:
            await self._mailbox.filled()
            turn = Turn(self._mailbox, self._session.track)
            try:
                reading, track = await engine_host.look(self.engine, turn.take, PATIENCE_S)
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
                self._load.answered(turn.age(now), turn.service_s, cameras=REGISTER.cameras(), now=now)
                await self._settle(outcome, turn.frame, turn.arrived_at)

    async def _let_go(self, press: object) -> None:
        """A pressed shutter that found nobody says so."""
        await asyncio.sleep(SHUTTER_S)
        if self._session.let_go(press):
            await self.say(type="error", code="no_face")

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
            judged = partial(stills.judged_likeness, held.frame.jpeg, face)
            like = await engine_host.look(self.engine, judged, PATIENCE_S)
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
            expires_at=round(time.time()) + tickets.LIFETIME_S,
            moment=ticket.moment,
            alternate=ticket.alternate,
        )
        return None


class NoSuchEndpoint(CameraLine):
    """Any other socket path."""

    async def connect(self) -> None:
        """Say so and close."""
        await self.accept()
        await self.refuse("no_such_endpoint")
