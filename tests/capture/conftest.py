"""A socket as a client sees it, before an engine that runs the pretend analyzer."""

import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from accounts.consent import consent_give
from accounts.models import User
from capture import protocol
from capture.pace import Load
from happythings.asgi import application
from mlmodels.engine import Engine
from tests.pretend import PretendAnalyzer

ORIGIN = "http://localhost:8000"


class Camera:
    """Talks to the camera socket as docs/protocol.md says."""

    def __init__(self, communicator: WebsocketCommunicator) -> None:
        self._communicator = communicator
        self.denied = False

    async def connect(self) -> "Camera":
        connected, _ = await self._communicator.connect()
        self.denied = not connected
        return self

    async def hello(self, **fields: Any) -> dict[str, Any]:
        await self.say({"type": "hello", "version": protocol.VERSION, **fields})
        return await self.hear()

    async def say(self, message: dict[str, Any] | str) -> None:
        text = message if isinstance(message, str) else json.dumps(message)
        await self._communicator.send_input({"type": "websocket.receive", "text": text})  # `send_to` refuses ""

    async def show(self, seq: int, jpeg: bytes) -> None:
        await self._communicator.send_to(bytes_data=protocol.pack_frame(seq, jpeg))

    async def send_binary(self, data: bytes) -> None:
        await self._communicator.send_to(bytes_data=data)

    async def hear(self, timeout: float = 5) -> dict[str, Any]:
        """The next message: a control message, an unpacked answer, or {"type": "close", "code": n}."""
        output = await self._communicator.receive_output(timeout)
        if output["type"] == "websocket.close":
            return {"type": "close", "code": output["code"]}
        if output.get("bytes"):
            return {"type": "answer", **protocol.unpack_answer(output["bytes"])}
        message: dict[str, Any] = json.loads(output["text"])
        return message

    async def hear_of(self, kind: str) -> dict[str, Any]:
        """The next message of that type; what comes before it is not asked for."""
        while (message := await self.hear())["type"] != kind:
            assert message["type"] in {"answer", "release"}, message
        return message

    async def ask(self, seq: int, jpeg: bytes) -> dict[str, Any]:
        """Show a frame and wait for what comes back."""
        await self.show(seq, jpeg)
        return await self.hear()

    async def silent(self, seconds: float = 0.2) -> bool:
        return bool(await self._communicator.receive_nothing(seconds, 0.02))

    async def leave(self) -> None:
        await self._communicator.disconnect()


Opener = Callable[..., Awaitable[Camera]]


@pytest.fixture
def release() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, release: threading.Event) -> Iterator[Engine]:
    engine = Engine(lambda: PretendAnalyzer(release), threads=2)
    monkeypatch.setattr("capture.engine_host.get_engine", lambda: engine)
    load = Load(engine.threads)  # of its own: what other tests left would have this one refused
    monkeypatch.setattr("capture.engine_host.load", lambda: load)
    yield engine
    release.set()
    engine.close()


@pytest.fixture
async def open_camera(engine: Engine) -> AsyncIterator[Opener]:
    """Opens the socket with a client's cookie and origin, or with other headers."""
    opened: list[Camera] = []

    async def open_it(
        client: Client | None = None,
        *,
        origin: str | None = ORIGIN,
        path: str = "/ws/camera/",
        headers: list[tuple[bytes, bytes]] | None = None,
        host: str = "localhost:8000",
    ) -> Camera:
        sent = [(b"host", host.encode()), *(headers or [])]
        if origin is not None:
            sent.append((b"origin", origin.encode()))
        if client is not None:
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            sent.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode()))
        camera = Camera(WebsocketCommunicator(application, path, headers=sent))
        opened.append(camera)
        return await camera.connect()

    yield open_it
    for camera in opened:
        if not camera.denied:
            await camera.leave()


@pytest.fixture
def consenting(alice: User) -> User:
    consent_give(user=alice)
    return alice
