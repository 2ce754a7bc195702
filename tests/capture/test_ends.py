"""A server that is stopped, and one that crashes, while cameras stream: nothing that was acknowledged is lost."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from benchmarks.people import sessions
from capture import protocol
from tests import portrait
from tests.live import Site, serve
from tests.raw_camera import RawCamera, session_of

pytestmark = pytest.mark.model
FACE, LATER = (portrait.jpeg(picture, 80) for picture in portrait.frames((portrait.Segment(0.14, (1, 1)),)))


@contextmanager
def streaming(site: Site, count: int) -> Iterator[list[RawCamera]]:
    """So many cameras, each with a frame answered and another on its way."""
    cameras = [RawCamera(site, session, patience=60) for session in sessions(site, count)]
    for camera in cameras:
        camera.hello()
        camera.show(1, FACE)
        assert camera.read()
        camera.show(2, FACE)
    yield cameras
    for camera in cameras:
        camera.close()


def commit(camera: RawCamera, face: bytes = FACE) -> dict[str, Any]:
    """Press the shutter and show a face; what the server asks for."""
    camera.say(type="shutter")
    time.sleep(0.2)
    camera.show(50, face)
    while (message := camera.hear())["type"] != "commit":
        assert message["type"] != "close", message
    return message


def announce(camera: RawCamera, asked: dict[str, Any], face: bytes = FACE) -> None:
    camera.say(type="still", capture_id=asked["capture_id"], ticket=asked["ticket"], size=len(face))


def send(camera: RawCamera, begin: int = 0, end: int | None = None, face: bytes = FACE) -> None:
    camera.send(protocol.pack_still_chunk(begin, face[begin:end]))


def photos(site: Site) -> int:
    return int(
        site.manage("shell", "-c", "from gallery.models import Photo; print('N', Photo.objects.count())").split()[-1]
    )


def test_a_stopped_server_says_so_and_finishes_what_is_on_its_way(tmp_path: Path) -> None:
    with serve(tmp_path) as site, streaming(site, 3) as cameras:
        asked = commit(cameras[0])
        announce(cameras[0], asked)
        send(cameras[0], 0, 1_000)
        time.sleep(0.3)
        os.kill(site.pid, signal.SIGTERM)
        heard = [camera.hear() for camera in cameras]
        assert [message["type"] for message in heard] == ["draining"] * 3
        send(cameras[0], 1_000)
        saved = cameras[0].hear()
        assert (saved["type"], saved["capture_id"]) == ("saved", asked["capture_id"])
        for camera in cameras:
            assert camera.hear() == {"type": "error", "code": "draining", "retry_after": 2.0}
            assert camera.hear() == {"type": "close", "code": 4503}
        assert photos(site) == 1
    assert "Traceback" not in (tmp_path / "server.log").read_text()


def test_a_crash_loses_nothing_that_was_acknowledged_and_doubles_nothing(tmp_path: Path) -> None:
    with serve(tmp_path) as site:
        session = session_of(site, "alice")
        camera = RawCamera(site, session, patience=60)
        camera.hello()
        first = commit(camera)
        announce(camera, first)
        send(camera)
        saved = camera.hear()
        assert saved["type"] == "saved"
        second = commit(camera, LATER)
        announce(camera, second, LATER)
        send(camera, 0, 1_000, LATER)
        os.kill(site.workers()[0], signal.SIGSEGV)
        with suppress(EOFError, ConnectionError):
            while camera.read_message():
                pass
        camera.close()
        again = RawCamera(site, session, patience=60)  # not refused: it waits until a worker is back
        again.hello()
        announce(again, first)
        send(again)
        assert again.hear()["photo"]["id"] == saved["photo"]["id"]  # type: ignore[index]
        announce(again, second, LATER)
        send(again, face=LATER)
        assert again.hear()["type"] == "saved"
        again.close()
        assert photos(site) == 2
