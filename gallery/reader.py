"""Looks at single pictures that people bring: one at a time in each server process, on a thread of its own.

One at a time, because a picture of 50 megapixels takes hundreds of megabytes while it is open. A thread of its own, so
that no camera waits behind it for its turn at the engine. Few wait, and none with its picture in memory: who holds the
`place` reads the file.
"""

import logging
import os
import signal
from collections.abc import Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore, Lock
from typing import Final

from django.conf import settings

from gallery.errors import ReaderBusyError
from mlmodels.analyzer import FrameAnalyzer, analyzer_maker
from mlmodels.engine import Engine
from mlmodels.pictures import Picture, open_picture
from mlmodels.reading import FrameReading

logger = logging.getLogger(__name__)
WAIT_S: Final = 30.0
"""How long one picture may wait for those before it."""
MAX_WAITING: Final = 4
"""Whoever comes behind these is sent away at once."""
READ_S: Final = 20.0
"""The slowest picture there is, 50 megapixels of HEIC without a face, takes a few seconds."""
_place = Lock()
_room = BoundedSemaphore(1 + MAX_WAITING)
_making = Lock()


@contextmanager
def place() -> Iterator[None]:
    """Hold the one place, from the reading of the file until the picture's pixels are no longer needed.

    Raises ReaderBusyError: at once where enough wait already, else after WAIT_S.
    """
    if not _room.acquire(blocking=False):
        raise ReaderBusyError("enough wait already")
    try:
        with _turn():
            yield
    finally:
        _room.release()


@contextmanager
def _turn() -> Iterator[None]:
    if not _place.acquire(timeout=WAIT_S):
        raise ReaderBusyError("others waited longer")
    try:
        yield
    finally:
        _place.release()


def look(data: bytes) -> tuple[Picture, FrameReading]:
    """Decode a picture and read it as the camera's frames are read; hold the `place` around it.

    Raises ImageRejectedError, ModelUnavailableError, and ReaderBusyError when the reading hangs.
    """
    engine = _get_engine()
    future = engine.submit(lambda analyzer: _look(data, analyzer))
    try:
        return future.result(READ_S)
    except FutureTimeoutError as error:
        engine.give_up(future)
        raise ReaderBusyError("the reading hangs") from error


def _look(data: bytes, analyzer: FrameAnalyzer) -> tuple[Picture, FrameReading]:
    picture = open_picture(data)
    return picture, analyzer.read_picture(picture.pixels)


def _get_engine() -> Engine:
    with _making:
        return _engine()


@cache
def _engine() -> Engine:
    return Engine(analyzer_maker(settings.EXPRESSION_WEIGHTS_DIR), threads=1, on_empty=_end)


def _end() -> None:
    """Every thread hangs. Only a new process has working ones: the supervisor starts it when this one has ended."""
    logger.critical("every thread that reads pictures hangs; this server process ends")
    os.kill(os.getpid(), signal.SIGTERM)
