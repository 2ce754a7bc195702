"""daphne's HTTP request with the bounds it lacks: on how much a client may send, and on what waits for one that reads
slowly. Without them a body of 300 MB lies in memory before Django sees its address, and so does a ZIP on its way."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any, Final

from daphne.http_protocol import WebRequest
from twisted.internet import reactor as twisted_reactor

MAX_BODY_BYTES: Final = 40 * 1024 * 1024
"""The largest picture that may be uploaded, and some."""
PIECE_BYTES: Final = 64 * 1024
LINGER_S: Final = 5.0
"""So long a client that was refused may go on sending into the void: most read the answer only then."""
SLOW_S: Final = 60.0
"""A client that takes nothing for so long is let go."""
BODY: Final = "happythings.body"
"""Where `BodyInPieces` finds the body in an ASGI scope."""

reactor: Any = twisted_reactor  # its stubs leave out `callLater(seconds, …)`


class BoundedRequest(WebRequest):  # type: ignore[misc]
    """One request."""

    content: IO[bytes]
    _received = 0
    _refused = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body: IO[bytes] = BytesIO()
        self._flows = asyncio.Event()
        self._flows.set()

    # What comes in

    def gotLength(self, length: int | None) -> None:  # noqa: N802 - Twisted's name
        """The head is complete; `length` is None for a body in chunks."""
        super().gotLength(length)
        self._admit(length or 0)

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Some of the body has come."""
        self._received += len(data)
        self._admit(self._received)
        if not self._refused:
            super().handleContentChunk(data)

    def process(self) -> Any:
        """All of the body has come."""
        if self._refused:
            self.channel.loseConnection()
            return None
        upgrade = self.requestHeaders.hasHeader(b"Upgrade")
        if not upgrade:
            # daphne puts all of it into memory; `BodyInPieces` takes it from the file where Twisted has it.
            self.body, self.content = self.content, BytesIO()
            self.body.seek(0)
        return super().process()

    def _admit(self, size: int) -> None:
        if size <= MAX_BODY_BYTES or self._refused:
            return
        self._refused = True
        self.content.close()
        self.channel.transport.write(plain_error(413, "too_large", "The body is too large."))
        reactor.callLater(LINGER_S, self.break_off)

    # What goes out

    def handle_reply(self, message: dict[str, Any]) -> None:
        """Write what the application says; while more is to come, hear from the transport when it can't keep up."""
        if message["type"] == "http.response.body" and message.get("more_body") and not self.producer:
            self.registerProducer(self, True)
        super().handle_reply(message)

    def finish(self) -> None:
        """All of the answer is written."""
        if self.producer:
            self.unregisterProducer()
        super().finish()

    def pauseProducing(self) -> None:  # noqa: N802 - Twisted's name
        """Called by the transport when more waits to be sent than it likes to hold."""
        self._flows.clear()

    def resumeProducing(self) -> None:  # noqa: N802 - Twisted's name
        """Called by the transport when everything has been sent."""
        self._flows.set()

    def stopProducing(self) -> None:  # noqa: N802 - Twisted's name
        """Called by the transport when the client has gone."""
        self._flows.set()

    def connectionLost(self, reason: Any) -> None:  # noqa: N802 - Twisted's name
        """The client has gone."""
        self._flows.set()
        super().connectionLost(reason)

    def handle_exception(self, exception: BaseException) -> None:
        """Called by daphne when the application failed. An answer that has begun can't become an error page any more;
        daphne would raise, and never again look after connections that have ended.
        """
        if self._response_started:
            self.break_off()
        else:
            super().handle_exception(exception)

    async def taken(self) -> None:
        """Returns when the client has taken what was written; one that takes nothing is let go."""
        try:
            async with asyncio.timeout(SLOW_S):
                await self._flows.wait()
        except TimeoutError:
            self.break_off()

    def break_off(self) -> None:
        """End the connection at once, in the middle of an answer too: the client sees that it is not whole."""
        if self.channel and self.channel.transport:
            self.channel.transport.abortConnection()


class BodyInPieces:
    """ASGI middleware: gives the application the body as it asks for it, out of the file where it lies."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Any) -> Any:
        """Called by the server once a request or connection."""
        body: IO[bytes] | None = scope.pop(BODY, None)
        if body is None:
            return await self._application(scope, receive, send)
        left = True

        async def receive_piece() -> Any:
            nonlocal left
            if not left:
                return await receive()  # the disconnect, in the end
            piece = body.read(PIECE_BYTES)
            if left := len(piece) == PIECE_BYTES:
                return {"type": "http.request", "body": piece, "more_body": True}
            return {**await receive(), "body": piece}  # daphne's own message, which says that this is all

        with body:
            return await self._application(scope, receive_piece, send)


def plain_error(status: int, code: str, message: str) -> bytes:
    """A whole response for a request that never gets as far as Django; the connection ends with it."""
    body = json.dumps({"code": code, "message": message})
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode("ascii")
