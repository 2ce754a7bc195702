"""Keeps server processes alive: one that dies is replaced at once, and its clients wait in the listening socket's queue
instead of being refused, since that socket is the supervisor's own.
"""

import logging
import os
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import Final

logger = logging.getLogger(__name__)
STOP_S: Final = 9
"""How long workers may take to finish what they have begun; then they are ended."""
STABLE_S: Final = 10.0
"""A worker that lived this long did not fail at its start: its replacement comes at once."""
MAX_PAUSE_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Worker:
    """One server process: its place (from 0), the process, and when it was started (s, monotonic)."""

    place: int
    process: "subprocess.Popen[bytes]"
    started: float


class Supervisor:
    """Starts `command` several times; each gets the listening socket and a pipe that ends when the supervisor does."""

    def __init__(self, command: Sequence[str], listener: socket.socket, workers: int) -> None:
        self._command = command
        self._listener = listener
        self._workers: dict[int, Worker] = {}
        self._count = workers
        self._stopping = False
        self._failures = 0
        self._alive, self._held = os.pipe()

    def run(self) -> None:
        """Returns when a signal has asked for the end and the last worker has gone."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._end)
        for place in range(self._count):
            self._start(place, *(["--announce"] if place == 0 else []))
        while self._workers:
            pid, status = os.wait()
            worker = self._workers.pop(pid, None)
            if worker and not self._stopping:
                self._replace(worker, os.waitstatus_to_exitcode(status))
        signal.alarm(0)

    def _start(self, place: int, *more: str) -> None:
        if self._stopping:
            return
        inherited = (self._listener.fileno(), self._alive)
        places = ["--place", str(place), "--listener", str(inherited[0]), "--alive", str(inherited[1])]
        # A group of its own: Ctrl-C reaches the supervisor alone, which asks each worker once.
        whole = [*self._command, *places, *more]
        process = subprocess.Popen(whole, pass_fds=inherited, process_group=0)  # noqa: S603 - nobody's words but ours
        self._workers[process.pid] = Worker(place, process, time.monotonic())
        if self._stopping:  # the signal came while it was being started
            process.terminate()

    def _replace(self, worker: Worker, code: int) -> None:
        how = signal.Signals(-code).name if code < 0 else f"code {code}"
        logger.error("server process %d ended (%s); starting another", worker.process.pid, how)
        worker.process.returncode = code  # it was waited for here: Popen must not wait again
        self._failures = 0 if time.monotonic() - worker.started > STABLE_S else self._failures + 1
        if self._failures > 1:
            time.sleep(min(MAX_PAUSE_S, 0.1 * 2**self._failures))
        self._start(worker.place)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True
        self._listener.close()
        self._signal(signal.SIGTERM)
        signal.alarm(STOP_S)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        logger.error("server processes took longer than %d s to finish; ending them", STOP_S)
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        for pid in tuple(self._workers):
            with suppress(ProcessLookupError):  # gone already, and about to be waited for
                os.kill(pid, number)


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket that workers can inherit. Raises OSError when the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host.strip("[]"), port))
    listener.listen(256)
    listener.setblocking(False)
    return listener
