"""Serve the site: what `make run` ends in. A supervisor holds the address; worker processes run daphne on it."""

import logging
import os
import sys
import threading
from argparse import SUPPRESS, ArgumentParser
from typing import Any, Final

from django.core.management import call_command
from django.core.management.base import BaseCommand, SystemCheckError

from happythings import supervisor
from happythings.announcing import announcement
from happythings.tidying import tidy_hourly

logger = logging.getLogger(__name__)
LATER_S: Final = 1.0


class Command(BaseCommand):
    help = "Serve pages, API and camera sockets with daphne."

    # They run right after the address is printed: nobody should wait for them at every start.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        supervisor.add_arguments(parser)
        # What a supervisor says to its workers.
        for name in ("--place", "--listener", "--alive", "--go"):
            parser.add_argument(name, type=int, help=SUPPRESS)
        parser.add_argument("--announce", action="store_true", help=SUPPRESS)

    def handle(self, *, place: int | None, host: str, workers: int, prepare: bool, **options: Any) -> None:
        if place is not None:
            self._work(place, **options)
            return
        words = ["--host", host, "--port", str(options["port"]), "--workers", str(workers)]
        words += ["--prepare"] if prepare else []
        # This process knows all of Django and need not stay; its place is taken by one that does not.
        os.execv(sys.executable, [sys.executable, "-P", supervisor.__file__, *words])  # noqa: S606 - what was asked for

    def _work(self, place: int, *, port: int, listener: int, alive: int, go: int, announce: bool, **_: Any) -> None:
        from happythings.server import follow, run_worker  # noqa: PLC0415 - not in the process that becomes a supervisor

        follow(alive)
        if os.read(go, len(supervisor.GO)) != supervisor.GO:
            return
        # Not before the static files are there: WhiteNoise lists them once, when the application is made.
        from gallery.jobs import JobThread  # noqa: PLC0415 - as above
        from happythings.asgi import application  # noqa: PLC0415

        jobs = JobThread()

        def ready() -> None:
            if announce:
                self.stdout.write(announcement(port))
                self.stdout.flush()
                _later(LATER_S, _check)
            if place == 0:
                _later(LATER_S, tidy_hourly)
            jobs.start()
            # At the first start later, so that the first page does not wait for the models' libraries to load.
            _later(LATER_S if announce else 0.0, _warm_up)

        run_worker(application, listener, ready, jobs.stop)


def _later(seconds: float, work: Any) -> None:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()


def _check() -> None:
    """Say on the console what `manage.py check` finds."""
    try:
        call_command("check")
    except SystemCheckError as error:
        logger.error("%s", error)  # noqa: TRY400 - a list of findings, no fault of this line


def _warm_up() -> None:
    """Open every thread's models before the first camera asks for them."""
    from capture.engine_host import warm_up  # noqa: PLC0415 - the models' libraries, not for the supervisor

    warm_up()
