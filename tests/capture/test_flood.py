"""A client that floods, and one that never reads, against a server of its own."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.processes import resident_mb
from capture import protocol
from tests import portrait
from tests.live import Site, serve
from tests.raw_camera import RawCamera, session_of

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to see the server's memory")
def test_a_flood_is_dropped_and_memory_stays(site: Site) -> None:
    camera = RawCamera(site, session_of(site, "flooder"))
    camera.hello()
    face = portrait.jpeg(next(portrait.frames((portrait.Segment(0.1, (1, 1)),))), 80)
    for seq in range(20):  # everything that is opened once is open after this
        camera.send(protocol.pack_frame(seq, face))
        assert camera.read()
    before = resident_mb(site.workers()[0])
    padded = face + bytes(200_000 - len(face))
    for seq in range(100, 1_100):
        camera.send(protocol.pack_frame(seq, padded))
    grown = resident_mb(site.workers()[0]) - before
    camera.close()
    assert grown <= 20


def test_a_client_that_never_reads_is_let_go(site: Site) -> None:
    camera = RawCamera(site, session_of(site, "deaf"))
    camera.hello()
    face = protocol.pack_frame(1, portrait.jpeg(next(portrait.frames((portrait.Segment(0.1, (1, 1)),))), 60))
    camera.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deadline = time.monotonic() + 120
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
