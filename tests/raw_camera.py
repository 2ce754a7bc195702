"""A WebSocket client of few lines, since a well-behaved library would not misbehave."""

import base64
import json
import os
import socket
import ssl
import struct
from urllib.parse import urlsplit

from benchmarks.people import sessions
from capture import protocol
from tests.live import Site


class RawCamera:
    """One connection, blocking."""

    def __init__(self, site: Site, session: str, patience: float = 20, tls: ssl.SSLContext | None = None) -> None:
        address = urlsplit(site.url)
        self.socket = socket.create_connection(("127.0.0.1", address.port or 80), patience)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname=address.hostname)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /ws/camera/ HTTP/1.1\r\nHost: {address.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nX-Session-Token: {session}\r\n\r\n".encode()
        )
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.exactly(1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            self.socket.close()
            raise AssertionError(head)

    def send(self, payload: bytes, opcode: int = 2, *, last: bool = True) -> None:
        """One frame of a message, masked with zeros; `last` ends the message."""
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack(">H", size & 0xFFFF)
        if size > 65535:
            length = bytes([0x80 | 127]) + struct.pack(">Q", size)
        self.socket.sendall(bytes([(0x80 if last else 0) | opcode]) + length + bytes(4) + payload)

    def say(self, **message: object) -> None:
        """A control message."""
        self.send(json.dumps(message).encode(), opcode=1)

    def hello(self) -> None:
        """Greet and be welcomed."""
        self.say(type="hello", version=protocol.VERSION)
        assert b"welcome" in self.read()

    def show(self, seq: int, jpeg: bytes) -> None:
        """A frame."""
        self.send(protocol.pack_frame(seq, jpeg))

    def hear(self) -> dict[str, object]:
        """The next control message, or {"type": "close", "code": n}; answers in between are passed over."""
        while True:
            opcode, payload = self.read_message()
            if opcode == 8:
                return {"type": "close", "code": int.from_bytes(payload[:2], "big")}
            if opcode == 1:
                message: dict[str, object] = json.loads(payload)
                return message

    def read(self) -> bytes:
        """The payload of the next frame; empty when the server has let go."""
        try:
            return self.read_message()[1]
        except (ConnectionError, EOFError):
            return b""

    def read_message(self) -> tuple[int, bytes]:
        """Opcode and payload of the next frame. Raises EOFError or ConnectionError when the server has let go."""
        first = self.exactly(2)
        size = first[1] & 127
        if size > 125:
            size = int.from_bytes(self.exactly(2 if size == 126 else 8), "big")
        return first[0] & 15, self.exactly(size)

    def exactly(self, count: int) -> bytes:
        """So many bytes."""
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def close(self) -> None:
        """Hang up without a word."""
        self.socket.close()


def session_of(site: Site, name: str) -> str:
    """A signed-in session of someone new who agreed to the camera."""
    return sessions(site, 1, name)[0]
