"""Synthetic cameras over real sockets: each sends JPEGs at a steady rate and notes how old every answer is.

A WebSocket client of few lines, as many of them share two cores with the server that is measured.
"""

import asyncio
import base64
import json
import os
import re
import struct
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from capture import protocol

IN_FLIGHT: Final = protocol.IN_FLIGHT
_SEQ: Final = re.compile(rb'"seq": (\d+)')
LOCAL: Final = {"localhost", "127.0.0.1"}


class RefusedError(Exception):
    """The server took no further camera; the message is its code."""


@dataclass(slots=True)
class Tally:
    """What became of the frames of one camera: how many were due, and the age (s) and time of every answer."""

    due: int = 0
    ages: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def dropped(self) -> float:
        """Share of the frames that were due and got no answer of their own."""
        return 1 - len(self.ages) / self.due if self.due else 0.0


class SyntheticCamera:
    """One camera. With `heeds_limits` it keeps at most two frames unanswered, as the protocol asks; without, it sends
    come what may.
    """

    def __init__(self, url: str, session: str, jpegs: list[bytes], *, heeds_limits: bool = True) -> None:
        self._address = urlsplit(url)
        assert self._address.hostname in LOCAL, "load is for this machine only"
        self._session = session
        self._jpegs = jpegs
        self._heeds_limits = heeds_limits
        self._sent: dict[int, float] = {}
        self.tally = Tally()

    async def open(self) -> "SyntheticCamera":
        """Connect and greet. Raises RefusedError."""
        port = self._address.port or 80
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        self._writer.write(
            f"GET /ws/camera/ HTTP/1.1\r\nHost: {self._address.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"X-Session-Token: {self._session}\r\n\r\n".encode()
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise RefusedError(head.split(b"\r\n")[0].decode())
        self._write(1, json.dumps({"type": "hello", "version": protocol.VERSION}).encode())
        opcode, payload = await self._read()
        message = json.loads(payload) if opcode == 1 else {}
        if message.get("type") != "welcome":
            raise RefusedError(str(message.get("code", opcode)))
        return self

    async def stream(self, rate: float, seconds: float, *, count_from: float = 0.0) -> Tally:
        """Send `rate` frames a second for so long; frames due before `count_from` (s) warm up and are not counted."""
        listening = asyncio.create_task(self._listen())
        began = time.perf_counter()
        self._counting_from = began + count_from
        for seq in range(round(rate * seconds)):
            wait = began + seq / rate - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            self._frame(seq)
        await asyncio.sleep(0.3)  # the last answers
        listening.cancel()
        return self.tally

    async def close(self) -> None:
        """Hang up."""
        self._write(8, b"")
        self._writer.close()
        await self._writer.wait_closed()

    def _frame(self, seq: int) -> None:
        now = time.perf_counter()
        self.tally.due += now >= self._counting_from
        full = self._heeds_limits and len(self._sent) >= IN_FLIGHT
        choked = self._writer.transport.get_write_buffer_size() > 0
        if not full and not choked:
            self._sent[seq] = now
            self._write(2, protocol.pack_frame(seq, self._jpegs[seq % len(self._jpegs)]))

    async def _listen(self) -> None:
        while True:
            opcode, payload = await self._read()
            if opcode == 8:
                raise RefusedError("closed")
            if opcode == 9:
                self._write(10, payload)
            elif opcode == 2:
                self._answered(int.from_bytes(payload[4:8], "little"))
            elif found := _SEQ.search(payload[:200]):
                self._answered(int(found[1]))

    def _answered(self, seq: int) -> None:
        now = time.perf_counter()
        sent = self._sent.pop(seq, None)
        for older in [other for other in self._sent if other < seq]:
            del self._sent[older]
        if sent is not None and sent >= self._counting_from:
            self.tally.ages.append(now - sent)
            self.tally.times.append(now)

    def _write(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack(">H", size)
        if size > 65535:
            length = bytes([0x80 | 127]) + struct.pack(">Q", size)
        self._writer.write(bytes([0x80 | opcode]) + length + bytes(4) + payload)  # masked with zeros

    async def _read(self) -> tuple[int, bytes]:
        first = await self._reader.readexactly(2)
        size = first[1] & 127
        if size > 125:
            size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8), "big")
        return first[0] & 15, await self._reader.readexactly(size)
