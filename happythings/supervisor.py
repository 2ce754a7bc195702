"""Keeps server processes alive: one that dies is replaced at once, and its clients wait in the listening socket's queue
instead of being refused, since that socket is the supervisor's own.

Knows nothing of Django, so that it is small and quick to start: `python happythings/supervisor.py --prepare`.
"""

import argparse
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

logger = logging.getLogger("happythings.supervisor")
MANAGE: Final = (sys.executable, str(Path(__file__).resolve().parent.parent / "manage.py"))
STOP_S: Final = 9
"""How long workers may take to finish what they have begun; then they are ended."""
STABLE_S: Final = 10.0
"""A worker that lived this long did not fail at its start: its replacement comes at once."""
MAX_PAUSE_S: Final = 5.0
GO: Final = b"g"


@dataclass(frozen=True, slots=True)
class Worker:
    """One server process: its place (from 0), the process, and when it was started (s, monotonic)."""

    place: int
    process: "subprocess.Popen[bytes]"
    started: float


class Supervisor:
    """Starts `command` several times. Each process gets the listening socket and two pipes: one says when everything is
    prepared, the other ends when the supervisor does.
    """

    def __init__(self, command: Sequence[str], listener: socket.socket, workers: int) -> None:
        self._command = command
        self._listener = listener
        self._workers: dict[int, Worker] = {}
        self._count = workers
        self._stopping = False
        self._failures = 0
        self._prepared = False
        self._alive, self._held = os.pipe()
        self._go, self._say_go = os.pipe()

    def run(self, prepare: Sequence[str] = ()) -> int:
        """Start workers, which load while the command `prepare` runs, and keep them. Returns the exit code, when a
        signal has asked for the end and the last worker has gone.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._end)
        for place in range(self._count):
            self._start(place, *(["--announce"] if place == 0 else []))
        code = subprocess.call(prepare) if prepare else 0  # noqa: S603 - nobody's words but ours
        if code:
            self._stop()
        self._prepared = True
        os.write(self._say_go, GO * len(self._workers))
        while self._workers:
            pid, status = os.wait()
            worker = self._workers.pop(pid, None)
            if worker and not self._stopping:
                self._replace(worker, os.waitstatus_to_exitcode(status))
        signal.alarm(0)
        return code

    def _start(self, place: int, *more: str) -> None:
        if self._stopping:
            return
        inherited = {"--listener": self._listener.fileno(), "--alive": self._alive, "--go": self._go}
        words = [str(word) for pair in inherited.items() for word in pair]
        whole = [*self._command, "--place", str(place), *words, *more]
        # A group of its own: Ctrl-C reaches the supervisor alone, which asks each worker once.
        process = subprocess.Popen(whole, pass_fds=tuple(inherited.values()), process_group=0)  # noqa: S603 - as above
        self._workers[process.pid] = Worker(place, process, time.monotonic())
        if self._prepared:
            os.write(self._say_go, GO)
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

    def _stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
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
    try:
        listener.bind((host.strip("[]"), port))
    except OSError:
        listener.close()
        raise
    listener.listen(256)
    listener.setblocking(False)
    return listener


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `manage.py serve` takes, too."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000)
    workers = int(os.environ.get("WORKERS") or 1)
    parser.add_argument("--workers", type=int, default=workers, help="server processes (default: 1)")
    parser.add_argument("--prepare", action="store_true", help="migrate and collect static files first")


def main() -> int:
    """Serve until a signal asks for the end."""
    logging.basicConfig(format="{asctime} {levelname} {name}: {message}", style="{", level=logging.INFO)
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    options = parser.parse_args()
    try:
        listener = listen(options.host, options.port)
    except OSError as error:
        sys.stderr.write(f"Can't listen on {options.host}:{options.port}: {error.strerror}\n")
        return 1
    workers = max(1, options.workers)
    os.environ["WORKERS"] = str(workers)
    serve = [*MANAGE, "serve", "--port", str(options.port)]
    return Supervisor(serve, listener, workers).run([*MANAGE, "prepare"] if options.prepare else [])


if __name__ == "__main__":
    sys.exit(main())
