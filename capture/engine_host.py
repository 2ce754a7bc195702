"""The one engine of this process, made on first use from the settings."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TypeVar

from django.conf import settings

from capture.pace import Load
from mlmodels.analyzer import Analyzer, FrameAnalyzer, analyzer_maker
from mlmodels.engine import Engine
from mlmodels.errors import ModelUnavailableError

logger = logging.getLogger(__name__)
T = TypeVar("T")
_making = Lock()


def threads() -> int:
    """ENGINE_THREADS, or this process's share of one a core, four at most (a home server has other things to do)."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    asked: int = settings.ENGINE_THREADS
    return asked or max(1, min(4, cores // settings.WORKERS))


@cache
def _engine() -> Engine:
    return Engine(analyzer_maker(settings.EXPRESSION_WEIGHTS_DIR), threads(), on_empty=_end)


def _end() -> None:
    """Every thread hangs. Only a new process has working ones: the supervisor starts it when this one has ended."""
    logger.critical("every thread of the engine hangs; this server process ends")
    os.kill(os.getpid(), signal.SIGTERM)


def get_engine() -> Engine:
    """The engine. Raises ModelUnavailableError while the weights are missing or damaged; mended weights are taken up
    without a restart.
    """
    with _making:
        return _engine()


async def look(engine: Engine, job: Callable[[FrameAnalyzer], T], patience_s: float) -> T:
    """What `job` finds. One that takes longer hangs: TimeoutError, and its thread is given up."""
    future = engine.submit(job)
    try:
        async with asyncio.timeout(patience_s):
            return await asyncio.wrap_future(future)
    except TimeoutError:
        engine.give_up(future)
        raise
    except asyncio.CancelledError:
        # The client has gone, the job may hang all the same: somebody must still see to its thread.
        asyncio.get_running_loop().call_later(patience_s, engine.give_up, future)
        raise


def made() -> Engine | None:
    """The engine if a camera has asked for it yet."""
    return _engine() if _engine.cache_info().currsize else None


@cache
def load() -> Load:
    """How busy this process is."""
    return Load(threads())


def engine_problem() -> str | None:
    """Whether the engine, if it was made, still has a thread in each of its places."""
    engine = made()
    if engine is None or not engine.missing:
        return None
    return f"{engine.missing} of {engine.threads} threads hang"


def warm_up() -> None:
    """Open every thread's models before the first camera asks for them."""
    try:
        engine = get_engine()
    except ModelUnavailableError as error:
        logger.warning("cameras will be refused: %s", error)
        return
    import numpy as np  # noqa: PLC0415 - beside the models, not before the address is printed

    blank = np.zeros((64, 64, 3), np.uint8)
    for future in [engine.submit(lambda analyzer: analyzer.read_picture(blank)) for _ in range(2 * engine.threads)]:
        future.result()


def make_analyzer() -> Analyzer:
    """An analyzer for a command that works alone. Raises ModelUnavailableError."""
    return analyzer_maker(settings.EXPRESSION_WEIGHTS_DIR)()
