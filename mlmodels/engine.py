"""Runs analyzers on threads of its own. Interpreters belong to threads; nothing here belongs to a camera.

A thread that hangs in native code can't be stopped: its job is given up after a time-out, and another thread with a
fresh analyzer takes its place, so that the other cameras go on.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from typing import Any, Final, TypeVar

from mlmodels.analyzer import FrameAnalyzer

logger = logging.getLogger(__name__)
T = TypeVar("T")
MAX_LOST: Final = 8
"""Threads that may hang at once before the engine gives up replacing them: each keeps its memory."""

_Job = tuple["Future[Any]", Callable[[FrameAnalyzer], Any]]


class EngineClosedError(RuntimeError):
    """The engine was closed before the job could run."""


class Engine:
    """A fixed number of threads, each with an analyzer of its own, taking jobs in the order they came.

    Each camera has one job waiting at a time, so that order alone gives every camera its fair turn; the job takes the
    camera's newest frame when it begins, so that waiting makes no frame older.
    """

    def __init__(
        self, make_analyzer: Callable[[], FrameAnalyzer], threads: int, on_empty: Callable[[], None] = lambda: None
    ) -> None:
        """`on_empty` is called when every thread hangs and none may be replaced: no job will ever run."""
        self._make_analyzer = make_analyzer
        self._on_empty = on_empty
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running: dict[Future[Any], threading.Thread] = {}
        self._lost: set[threading.Thread] = set()
        self._replaced: set[threading.Thread] = set()
        self._closed = False
        self.threads = threads
        for _ in range(threads):
            self._start_thread()

    @property
    def lost(self) -> int:
        """How many threads hang right now."""
        with self._lock:
            return len(self._lost)

    @property
    def missing(self) -> int:
        """How many of the engine's places nobody fills: their threads hang and were not replaced."""
        with self._lock:
            return len(self._lost - self._replaced)

    def submit(self, job: Callable[[FrameAnalyzer], T]) -> "Future[T]":
        """Run `job(analyzer)` on the next free thread. The future carries its result or whatever it raised."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise EngineClosedError
            self._jobs.put((future, job))
        return future

    def give_up(self, future: "Future[Any]") -> None:
        """Stop waiting for a job: one that has not begun never will, one that hangs loses its thread its place, one
        that has ended is left alone."""
        if future.cancel() or future.done():
            return
        with self._lock:
            thread = self._running.pop(future, None)
            if thread is None or self._closed:
                return
            self._lost.add(thread)
            replace = len(self._replaced) < MAX_LOST
            if replace:
                self._replaced.add(thread)
        logger.error("an inference hangs; its thread is given up (%d lost now)", self.lost)
        if replace:
            self._start_thread()
        elif self.missing == self.threads:
            self._on_empty()

    def close(self) -> None:
        """Take no more jobs and let the threads end; jobs that have not begun are cancelled."""
        with self._lock:
            self._closed = True
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job:
                job[0].cancel()
        for _ in range(self.threads + MAX_LOST):
            self._jobs.put(None)

    def _start_thread(self) -> None:
        threading.Thread(target=self._work, name="engine", daemon=True).start()

    def _work(self) -> None:
        thread = threading.current_thread()
        analyzer: FrameAnalyzer | None = None
        while (job := self._jobs.get()) is not None:
            future, run = job
            if not future.set_running_or_notify_cancel():
                continue
            with self._lock:
                self._running[future] = thread
            try:
                analyzer = analyzer or self._make_analyzer()
                self._settle(future, result=run(analyzer))
            except Exception as error:  # noqa: BLE001 - it belongs to whoever waits for the future
                self._settle(future, error=error)
            with self._lock:
                self._running.pop(future, None)
                self._lost.discard(thread)
                if thread in self._replaced:  # it came back after all, but its place is taken
                    self._replaced.remove(thread)
                    return

    @staticmethod
    def _settle(future: "Future[Any]", *, result: object = None, error: Exception | None = None) -> None:
        try:
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)
        except InvalidStateError:  # given up meanwhile
            pass
