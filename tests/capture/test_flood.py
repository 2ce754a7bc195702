"""A client that floods, and one that never reads, against a server of its own."""

import base64
import json
import os
import re
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from capture import protocol
from tests import portrait
from tests.live import Site, serve

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


class RawCamera:
    """A WebSocket client of thirty lines, since a well-behaved library would not misbehave."""

    def __init__(self, site: Site, session: str) -> None:
        address = urlsplit(site.url)
        self._socket = socket.create_connection(("127.0.0.1", address.port or 80), 10)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET /ws/camera/ HTTP/1.1\r\nHost: {address.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nX-Session-Token: {session}\r\n\r\n".encode()
        )
        head = b""
        while b"\r\n\r\n" not in head:
            head += self._socket.recv(1)
        assert b" 101 " in head.split(b"\r\n")[0], head

    def send(self, payload: bytes, opcode: int = 2) -> None:
        size = len(payload)
        length = (
            bytes([0x80 | 126]) + struct.pack(">H", size)
            if size < 65536
            else bytes([0x80 | 127]) + struct.pack(">Q", size)
        )
        if size < 126:
            length = bytes([0x80 | size])
        self._socket.sendall(bytes([0x80 | opcode]) + length + bytes(4) + payload)  # masked with zeros

    def hello(self) -> None:
        self.send(json.dumps({"type": "hello", "version": protocol.VERSION}).encode(), opcode=1)
        assert b"welcome" in self.read()

    def read(self) -> bytes:
        """The payload of the next frame; empty when the server has let go."""
        try:
            first = self._exactly(2)
            size = first[1] & 127
            if size > 125:
                size = int.from_bytes(self._exactly(2 if size == 126 else 8), "big")
            return self._exactly(size)
        except (ConnectionError, EOFError):
            return b""

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = self._socket.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def close(self) -> None:
        self._socket.close()


def session_of(site: Site, name: str) -> str:
    """A signed-in session of someone who agreed to the camera."""
    code = (
        "from accounts.models import User; from accounts.consent import consent_give; from django.test import Client;"
        f"u = User.objects.create_user({name!r}, password='x'); consent_give(user=u); c = Client(); c.force_login(u);"
        "print('KEY=' + c.session.session_key)"
    )
    found = re.search(r"KEY=(\w+)", site.manage("shell", "-c", code))
    assert found
    return found[1]


def resident_mb(site: Site) -> float:
    status = Path(f"/proc/{site.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to see the server's memory")
def test_a_flood_is_dropped_and_memory_stays(site: Site) -> None:
    camera = RawCamera(site, session_of(site, "flooder"))
    camera.hello()
    face = portrait.jpeg(next(portrait.frames((portrait.Segment(0.1, (1, 1)),))), 80)
    for seq in range(20):  # everything that is opened once is open after this
        camera.send(protocol.pack_frame(seq, face))
        assert camera.read()
    before = resident_mb(site)
    padded = face + bytes(200_000 - len(face))
    for seq in range(100, 1_100):
        camera.send(protocol.pack_frame(seq, padded))
    grown = resident_mb(site) - before
    camera.close()
    assert grown <= 20


def test_a_client_that_never_reads_is_let_go(site: Site) -> None:
    camera = RawCamera(site, session_of(site, "deaf"))
    camera.hello()
    face = protocol.pack_frame(1, portrait.jpeg(next(portrait.frames((portrait.Segment(0.1, (1, 1)),))), 60))
    camera._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deadline = time.monotonic() + 45
    try:
        while time.monotonic() < deadline:
            camera.send(face)
            time.sleep(0.02)
    except (ConnectionError, TimeoutError):
        let_go = True
    else:
        let_go = False
    camera.close()
    assert let_go
