"""The full pictures that come over one socket: announced with a ticket, put together, looked at once more, and kept."""

import asyncio
import logging
from functools import partial
from typing import Final

from channels.db import database_sync_to_async

from capture import engine_host, protocol, stills, tickets
from capture.entrance import Entrance
from capture.protocol import BadMessageError, StillChunk, StillStart
from capture.visitors import Visitor, why_leave
from mlmodels.errors import ImageRejectedError

logger = logging.getLogger(__name__)

STILL_PATIENCE_S: Final = 10.0
"""A full picture may take longer than a frame: it is larger, and searched harder."""
BAD_TICKETS_FORGIVEN: Final = 48
"""A browser that was away for long brings all its pictures (24 at most) with tickets that are good no more."""
STILLS_AT_ONCE: Final = asyncio.Semaphore(1)
"""Full pictures of all cameras take turns, so that they never hold every thread that frames need."""


class Deliveries:
    """What one visitor brings over one line, one picture at a time."""

    def __init__(self, line: Entrance) -> None:
        self._line = line
        self._inbox: stills.StillInbox | None = None
        self._passing_by = 0
        self._forgiven = BAD_TICKETS_FORGIVEN
        self._keeping = False

    @property
    def busy(self) -> bool:
        """Whether a picture is on its way or being written."""
        return self._keeping or self._inbox is not None

    async def announced(self, still: StillStart, visitor: Visitor) -> None:
        """A picture is about to come, with this ticket."""
        try:
            ticket = tickets.redeem(still.ticket, owner=visitor.user.pk, capture_id=still.capture_id)
        except tickets.BadTicketError:
            return await self._turn_away(still)
        self._inbox, self._passing_by = stills.StillInbox(still, ticket), 0
        return None

    async def _turn_away(self, still: StillStart) -> None:
        """Its chunks are on their way already: nobody is to blame for them, nor for a ticket that grew old."""
        self._inbox, self._passing_by = None, min(still.size, protocol.MAX_STILL_BYTES)
        if not self._forgiven:
            return await self._line.complain("bad_ticket", capture_id=still.capture_id)
        self._forgiven -= 1
        return await self._line.say(type="error", code="bad_ticket", capture_id=still.capture_id)

    async def chunk(self, chunk: StillChunk, visitor: Visitor) -> None:
        """The next part of it; with the last one it is kept. Raises BadMessageError for one nobody announced."""
        inbox = self._inbox
        if inbox is None:
            self._passing_by -= len(chunk.data)
            if self._passing_by < 0:
                raise BadMessageError
            return
        try:
            whole = inbox.add(chunk)
        except BadMessageError:
            self._inbox = None
            await self._line.complain("bad_message", capture_id=inbox.capture_id)
            return
        if whole is not None:
            self._inbox = None
            await self._complete(inbox, whole, visitor)

    async def _complete(self, inbox: stills.StillInbox, whole: bytes, visitor: Visitor) -> None:
        if not self._keeping:
            self._line.start(self._keep(inbox.ticket, whole, visitor))
            return
        about = {"capture_id": inbox.capture_id, "retry": True, "retry_after": 1.0}
        await self._line.say(type="error", code="save_failed", **about)

    async def _keep(self, ticket: tickets.Ticket, jpeg: bytes, visitor: Visitor) -> None:
        """Guard, look once more, write, and only then say `saved`."""
        line = self._line
        keep = database_sync_to_async(stills.keep, thread_sensitive=False, executor=stills.SAVERS)
        refused = partial(line.say, type="error", capture_id=ticket.capture_id)
        self._keeping = True
        try:
            async with STILLS_AT_ONCE:
                check = partial(stills.check_still, jpeg, ticket)
                pixels = await engine_host.look(line.engine, check, STILL_PATIENCE_S)
            if reason := await why_leave(visitor):  # much may have changed while the picture travelled
                return await line.refuse(reason)
            photo = await keep(visitor.user, ticket, pixels)
        except ImageRejectedError as error:
            await line.complain(error.code, capture_id=ticket.capture_id)
        except stills.NotSavedError as error:
            await refused(code=error.code, retry=error.retry)
        except Exception as error:  # noqa: BLE001 - whatever it was, the client may try again
            logger.warning("still not kept: %s: %s", type(error).__name__, error)
            await refused(code="save_failed", retry=True)
        else:
            await line.say(type="saved", capture_id=ticket.capture_id, photo=photo)
        finally:
            self._keeping = False
        return None
