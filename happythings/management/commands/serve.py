"""Serve the site: what `make run` ends in. A supervisor holds the address; worker processes run daphne on it."""

import logging
import os
import sys
import threading
import time
from argparse import SUPPRESS, ArgumentParser
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db import close_old_connections, connections

from gallery import services
from happythings.static_collection import collect_static_if_changed
from happythings.supervisor import Supervisor, listen

logger = logging.getLogger(__name__)
TIDY_S: Final = 3600
LATER_S: Final = 1.0


class Command(BaseCommand):
    help = "Serve pages, API and camera sockets with daphne."

    # They run right after the address is printed: nobody should wait for them at every start.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=settings.WORKERS, help="server processes (default: 1)")
        parser.add_argument("--prepare", action="store_true", help="migrate and collect static files first")
        # What a supervisor says to its workers.
        parser.add_argument("--place", type=int, help=SUPPRESS)
        parser.add_argument("--listener", type=int, help=SUPPRESS)
        parser.add_argument("--alive", type=int, help=SUPPRESS)
        parser.add_argument("--announce", action="store_true", help=SUPPRESS)

    def handle(self, *, place: int | None, prepare: bool, **options: Any) -> None:
        if place is None:
            self._supervise(prepare=prepare, **options)
        else:
            self._work(place, **options)

    def _supervise(self, *, host: str, port: int, workers: int, prepare: bool, **_: Any) -> None:
        if prepare:
            call_command("migrate", verbosity=0, skip_checks=True)
            collect_static_if_changed()
        connections.close_all()
        try:
            listener = listen(host, port)
        except OSError as error:
            raise CommandError(f"Can't listen on {host}:{port}: {error.strerror}") from error
        os.environ["WORKERS"] = str(max(1, workers))
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve", "--port", str(port)]
        Supervisor(command, listener, max(1, workers)).run()

    def _work(self, place: int, *, port: int, listener: int, alive: int, announce: bool, **_: Any) -> None:
        # Not before the static files are there: WhiteNoise lists them once, when the application is made.
        from happythings.asgi import application  # noqa: PLC0415
        from happythings.server import run_worker  # noqa: PLC0415

        def ready() -> None:
            if announce:
                self._announce(port)
                _later(LATER_S, _check)
            if place == 0:
                _later(LATER_S, _tidy_hourly)
            # At the first start later, so that the first page does not wait for the models' libraries to load.
            _later(LATER_S if announce else 0.0, _warm_up)

        run_worker(application, listener, alive, ready)

    def _announce(self, port: int) -> None:
        address = next((url for url in settings.SITE_ORIGINS if url.endswith(f":{port}")), settings.SITE_ORIGINS[0])
        self.stdout.write(f"\nHappy Things is at {address}   (stop with Ctrl-C)")
        self.stdout.write("An admin account:  make admin\n")
        self.stdout.flush()


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


def _tidy_hourly() -> None:
    """Empty old trash and sweep what a kill may have left behind."""
    while True:
        try:
            services.tidy()
        except Exception:
            logger.exception("tidying failed; trying again in an hour")
        finally:
            close_old_connections()
        time.sleep(TIDY_S)
