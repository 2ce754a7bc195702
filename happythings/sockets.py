"""daphne's socket with the bounds it lacks: on what waits to be read by the application, on what a client does not
read, on how many pieces a message may come in, and on how long a request's head may take."""

import socket
import time
from typing import Any, ClassVar, Final

from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import reactor as twisted_reactor
from twisted.internet.protocol import connectionDone
from twisted.protocols.policies import ProtocolWrapper
from twisted.web.http import HTTPChannel

from happythings.requests import plain_error

MAX_WAITING: Final = 16
"""Messages a socket may have waiting for its consumer; beyond, its bytes stay in the network until some are taken."""
RESUME_S: Final = 0.02
SEND_BUFFER_BYTES: Final = 128 * 1024
"""The kernel would hold megabytes for a client that does not read, and hide it from us for a minute."""
MAX_UNSENT_BYTES: Final = 64 * 1024
SLOW_S: Final = 10.0
SLOW_CLIENT: Final = 4408
MAX_PIECES: Final = 256
"""Frames that one message may be cut into. Empty ones cost memory and never reach a limit on bytes."""
HEAD_S: Final = 15.0
"""Seconds for a request's head, however steadily it drips: no other time-out sees a client that always sends some."""
NEXT_HEAD_S: Final = 60.0
"""The same for the next request on a connection that is kept open: until then it may be silent."""

reactor: Any = twisted_reactor  # its stubs leave out `callLater(seconds, …)`


def raw(transport: Any) -> Any:
    """The TCP connection itself, under TLS or not."""
    return transport.transport if isinstance(transport, ProtocolWrapper) else transport


class BoundedWebSocket(WebSocketProtocol):  # type: ignore[misc]
    """One connection."""

    _unread_since: float | None = None
    _held = False
    _pieces = 0

    def onOpen(self) -> None:  # noqa: N802 - autobahn's name
        """Keep the kernel's share of what waits to be sent small, so that the rest is seen here."""
        super().onOpen()
        raw(self.transport).getHandle().setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)

    def onMessageBegin(self, isBinary: bool) -> None:  # noqa: FBT001, N802, N803 - autobahn's names
        """A message begins."""
        self._pieces = 0
        super().onMessageBegin(isBinary)

    def onMessageFrameBegin(self, length: int) -> None:  # noqa: N802 - autobahn's name
        """The next piece of a message begins."""
        self._pieces += 1
        if self._pieces > MAX_PIECES:
            self.transport.abortConnection()
        super().onMessageFrameBegin(length)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: FBT001, N802, N803 - autobahn's names
        """Hand a message on, and read no more from the network while too many wait."""
        super().onMessage(payload, isBinary)
        if not self._held and self.application_queue.qsize() > MAX_WAITING:
            self._held = True
            self.transport.pauseProducing()
            reactor.callLater(RESUME_S, self._resume)

    def serverSend(self, content: Any, binary: bool = False) -> None:  # noqa: FBT001, FBT002, N802 - daphne's name
        """Send, but for answers that a client who does not read would get too late anyway."""
        if not (binary and self._unsent() > MAX_UNSENT_BYTES):
            super().serverSend(content, binary)

    def check_timeouts(self) -> None:
        """Called by daphne every two seconds: also let go of a client that has not read for long."""
        super().check_timeouts()
        if self._unsent() <= MAX_UNSENT_BYTES:
            self._unread_since = None
        elif self._unread_since is None:
            self._unread_since = time.monotonic()
        elif time.monotonic() - self._unread_since > SLOW_S:
            self.sendClose(code=SLOW_CLIENT)
            self.transport.abortConnection()

    def _unsent(self) -> int:
        """Bytes that Twisted holds for this client (it has no public name for them)."""
        transport = raw(self.transport)
        return len(transport.dataBuffer) + int(transport._tempDataLen)  # noqa: SLF001

    def _resume(self) -> None:
        if self.application_queue.qsize() > MAX_WAITING:
            reactor.callLater(RESUME_S, self._resume)
            return
        self._held = False
        self.transport.resumeProducing()


class TimedHTTPChannel(HTTPChannel):
    """One HTTP connection, until it becomes a socket."""

    unheard: ClassVar[set["TimedHTTPChannel"]] = set()
    """Those of this process that have not come to a first request yet."""
    _patience: Any = None

    def connectionMade(self) -> None:  # noqa: N802 - Twisted's name
        """A client has connected."""
        super().connectionMade()  # type: ignore[no-untyped-call]
        self.unheard.add(self)
        self._expect_head(HEAD_S)

    def allHeadersReceived(self) -> None:  # noqa: N802 - Twisted's name
        """A request's head is complete."""
        self._stop_waiting()
        self.unheard.discard(self)
        super().allHeadersReceived()  # type: ignore[no-untyped-call]

    def _respondToBadRequestAndDisconnect(self) -> None:  # noqa: N802 - Twisted's name
        """Too many headers, too long ones, no HTTP at all."""
        transport: Any = self.transport  # its stubs know too little of it
        transport.write(plain_error(400, "bad_request", "The request is malformed."))
        self.loseConnection()  # type: ignore[no-untyped-call]

    def requestDone(self, request: Any) -> None:  # noqa: N802 - Twisted's name
        """A request was answered; another may follow."""
        super().requestDone(request)  # type: ignore[no-untyped-call]
        self._expect_head(NEXT_HEAD_S)

    def connectionLost(self, reason: Any = connectionDone) -> None:  # noqa: N802 - Twisted's name
        """The client has gone."""
        self._stop_waiting()
        self.unheard.discard(self)
        super().connectionLost(reason)  # type: ignore[no-untyped-call]

    def _expect_head(self, seconds: float) -> None:
        self._stop_waiting()
        self._patience = reactor.callLater(seconds, self._give_up)

    def _give_up(self) -> None:
        if self.transport:
            self.transport.abortConnection()

    def _stop_waiting(self) -> None:
        if self._patience and self._patience.active():
            self._patience.cancel()
