"""daphne as one worker runs it: on an inherited socket, with bounded sockets, and finishing what it has begun."""

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from daphne import http_protocol
from daphne.http_protocol import HTTPFactory
from daphne.server import Server, twisted_loop
from daphne.ws_protocol import WebSocketFactory
from django.conf import settings
from twisted.internet import reactor as twisted_reactor
from twisted.internet.interfaces import ISSLTransport

from capture import draining
from happythings.accepting import take_turns
from happythings.breaking_off import BREAK_OFF, breaking_off
from happythings.requests import BODY, BodyInPieces, BoundedRequest
from happythings.sockets import BoundedWebSocket, TimedHTTPChannel
from happythings.tls import tls_or_plain

logger = logging.getLogger(__name__)
DRAIN_S: Final = 7.0
"""How long photos on their way and pages being made may take after a SIGTERM."""
LEAVE_S: Final = 1.0
"""How long a job may take to be handed back: as long as one photo of it."""
STEP_S: Final = 0.05
PING_S: Final = 10
"""A socket that was silent for so long is asked whether it is still there …"""
PONG_S: Final = 15
"""… and has so long to answer: a pulled cable frees its camera's seat within half a minute."""

reactor: Any = twisted_reactor


class DrainingServer(Server):  # type: ignore[misc]
    """Answers SIGTERM by taking no more connections, letting photos be finished, and only then going."""

    _going = False

    def __init__(self, application: Any, leave: Callable[[float], None], **options: Any) -> None:
        super().__init__(
            BodyInPieces(breaking_off(application)), endpoints=["the socket that `adopt` is given"], **options
        )
        self.endpoints: list[str] = []
        self._leave = leave

    def adopt(self, listener: int) -> None:
        """Listen on an inherited socket. daphne's own `fd:` endpoint does so for IPv4 only."""
        with socket.socket(fileno=os.dup(listener)) as known:
            factory = tls_or_plain(self.http_factory, settings.TLS_DIR) if settings.HTTPS else self.http_factory
            self._port = reactor.adoptStreamPort(listener, known.family, factory)
        if settings.WORKERS > 1:
            # daphne counts from the first request on, which comes some round trips later, with TLS above all.
            take_turns(self._port, lambda: len(self.connections) + len(TimedHTTPChannel.unheard))
        os.close(listener)  # it has a copy of its own

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """Called by daphne for every request and connection."""
        if isinstance(protocol, BoundedRequest):
            scope[BODY] = protocol.body
        else:
            scope["scheme"] = "wss" if ISSLTransport.providedBy(protocol.transport) else "ws"
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """Called by daphne with all that the application says; a long answer goes as fast as its client takes it."""
        if message["type"] == BREAK_OFF:
            protocol.break_off()
            return
        await super().handle_reply(protocol, message)
        if message.get("more_body") and isinstance(protocol, BoundedRequest):
            await protocol.taken()

    def go(self) -> None:
        """Called for SIGTERM and SIGINT."""
        if not self._going:
            self._going = True
            self._leaving = asyncio.ensure_future(self._go(), loop=twisted_loop)

    async def _go(self) -> None:
        self._port.stopListening()
        self._leave(0.0)
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                await draining.drain(DRAIN_S)
                while self._pages_in_the_making():  # noqa: ASYNC110 - daphne tells nobody
                    await asyncio.sleep(STEP_S)
        reactor.stop()

    def _pages_in_the_making(self) -> bool:
        return any(
            protocol_type(protocol) == "http" and not details["application_instance"].done()
            for protocol, details in self.connections.items()
            if "application_instance" in details
        )


def protocol_type(protocol: Any) -> str:
    """`http` or `websocket`."""
    return str(getattr(protocol, "application_type", "http"))


def run_worker(application: Any, listener: int, ready: Callable[[], None], leave: Callable[[float], None]) -> None:
    """Serve on the inherited socket until SIGTERM. `leave` asks other threads to end, and waits for them (s)."""
    WebSocketFactory.protocol, HTTPFactory.protocol = BoundedWebSocket, TimedHTTPChannel
    http_protocol.WebRequest = BoundedRequest  # its factory looks it up there

    def begin() -> None:
        server.adopt(listener)
        ready()

    server = DrainingServer(
        application,
        leave,
        signal_handlers=False,
        websocket_timeout=-1,  # by the wall clock, which may jump; `idle` ends visits by the other one
        ping_interval=PING_S,
        ping_timeout=PONG_S,
        ready_callable=begin,
        server_name="happythings",
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        twisted_loop.add_signal_handler(number, server.go)
    server.run()
    draining.finish()
    leave(LEAVE_S)
    logging.shutdown()
    sys.stdout.flush()
    # Threads in native code may still run: ending the interpreter around them aborts the process.
    os._exit(0)


def follow(alive: int) -> None:
    """End with the supervisor, however it ended: then nobody holds the other end of the pipe `alive`."""

    def wait() -> None:
        os.read(alive, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="alive", daemon=True).start()
