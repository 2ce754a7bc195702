"""What comes over the wire and is no WebSocket, or never quite becomes one; the neighbours notice nothing."""

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from urllib.parse import urlsplit

import pytest

from benchmarks.people import sessions
from benchmarks.processes import open_files, resident_mb
from tests import portrait
from tests.live import Site, serve
from tests.raw_camera import RawCamera

pytestmark = pytest.mark.model
FACE = portrait.jpeg(next(portrait.frames((portrait.Segment(0.1, (1, 1)),))), 60)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served
        log = (served.data / "server.log").read_text()
    assert "Traceback" not in log


@pytest.fixture(scope="module")
def people(site: Site) -> Iterator[str]:
    """Session keys, a new person's each."""
    return iter(sessions(site, 16))


@pytest.fixture(scope="module")
def neighbour(site: Site, people: Iterator[str]) -> Iterator[RawCamera]:
    with visiting(site, people) as camera:
        yield camera


@contextmanager
def visiting(site: Site, people: Iterator[str], patience: float = 20) -> Iterator[RawCamera]:
    """A new person's camera that has been welcomed."""
    camera = RawCamera(site, next(people), patience)
    with closing(camera.socket):
        camera.hello()
        yield camera


def answered(camera: RawCamera, seq: int) -> bool:
    camera.show(seq, FACE)
    while (payload := camera.read()) and payload[0] != 3:  # pings may come in between
        pass
    return int.from_bytes(payload[4:8], "little") == seq


def let_go(connection: socket.socket) -> bool:
    """Whether the server closes the connection before its time-out."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


BROKEN = {
    "not UTF-8": bytes([0x81, 0x82]) + bytes(4) + b"\xff\xfe",
    "not masked": bytes([0x82, 4]) + b"abcd",
    "a terabyte": bytes([0x82, 0x80 | 127]) + struct.pack(">Q", 2**40) + bytes(4),
    "reserved bits": bytes([0xF2, 0x80]) + bytes(4),
    "an unknown opcode": bytes([0x83, 0x80]) + bytes(4),
    "a continuation of nothing": bytes([0x80, 0x81]) + bytes(4) + b"x",
    "two megabytes": bytes([0x82, 0x80 | 127]) + struct.pack(">Q", 2 * 2**20) + bytes(4) + bytes(2 * 2**20),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_what_breaks_the_protocol_is_dropped_alone(
    site: Site, people: Iterator[str], neighbour: RawCamera, data: bytes
) -> None:
    with visiting(site, people) as camera:
        with suppress(ConnectionError):
            camera.socket.sendall(data)
        assert let_go(camera.socket)
    assert answered(neighbour, 1)


def test_a_message_in_endless_pieces_is_dropped_and_takes_no_memory(
    site: Site, people: Iterator[str], neighbour: RawCamera
) -> None:
    pieces = bytes([0x00, 0x80]) + bytes(4)  # empty ones, so that no limit on bytes is ever reached
    with visiting(site, people) as camera:
        before = resident_mb(site.workers()[0])
        camera.send(b"", last=False)
        try:
            for _ in range(1_000):
                camera.socket.sendall(pieces * 1_000)
            dropped = False
        except ConnectionError:
            dropped = True
    assert dropped
    assert resident_mb(site.workers()[0]) - before < 20
    assert answered(neighbour, 2)


@pytest.mark.parametrize("dripping", [False, True], ids=["silent", "dripping"])
def test_a_handshake_that_never_ends_is_freed_within_twenty_seconds(site: Site, *, dripping: bool) -> None:
    address = urlsplit(site.url)
    before = open_files(site.workers()[0])
    with socket.create_connection(("127.0.0.1", address.port or 80), 25) as connection:
        connection.sendall(f"GET /ws/camera/ HTTP/1.1\r\nHost: {address.netloc}\r\n".encode())
        began = time.monotonic()
        with suppress(ConnectionError):
            while dripping and time.monotonic() - began < 25:
                connection.sendall(b"X-Drip: 1\r\n")
                time.sleep(0.5)
        assert let_go(connection)
        assert time.monotonic() - began < 25  # 15 s, and patience for a busy machine
    assert open_files(site.workers()[0]) <= before


def test_a_camera_whose_cable_was_pulled_is_freed_within_a_minute(site: Site, people: Iterator[str]) -> None:
    """Nothing comes any more, not even an answer to a ping: to the server that is a pulled cable."""
    with visiting(site, people, patience=60) as camera:
        began = time.monotonic()
        assert let_go(camera.socket)
    assert 15 < time.monotonic() - began < 60
