"""Serve the site with daphne: what `make run` ends in."""

import logging
import threading
import time
from argparse import ArgumentParser
from typing import Any, Final

from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, SystemCheckError
from django.db import close_old_connections

from capture.engine_host import get_engine, threads
from gallery import services
from happythings.sockets import BoundedWebSocket
from happythings.static_collection import collect_static_if_changed
from mlmodels.errors import ModelUnavailableError

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
        parser.add_argument("--prepare", action="store_true", help="migrate and collect static files first")

    def handle(self, *, host: str, port: int, prepare: bool, **_: Any) -> None:
        if prepare:
            call_command("migrate", verbosity=0, skip_checks=True)
            collect_static_if_changed()
        # Not before the static files are there: WhiteNoise lists them once, when the application is made.
        from happythings.asgi import application  # noqa: PLC0415

        WebSocketFactory.protocol = BoundedWebSocket

        def ready() -> None:
            address = next((url for url in settings.SITE_ORIGINS if url.endswith(f":{port}")), settings.SITE_ORIGINS[0])
            self.stdout.write(f"\nHappy Things is at {address}   (stop with Ctrl-C)")
            self.stdout.write("An admin account:  make admin\n")
            self.stdout.flush()
            # Later, so that the first page does not wait for the models' libraries to load.
            for work in (_check, _warm_up, _tidy_hourly):
                timer = threading.Timer(LATER_S, work)
                timer.daemon = True
                timer.start()

        Server(
            application,
            endpoints=build_endpoint_description_strings(host=host, port=port),
            ready_callable=ready,
            server_name="happythings",
        ).run()


def _check() -> None:
    """Say on the console what `manage.py check` finds."""
    try:
        call_command("check")
    except SystemCheckError as error:
        logger.error("%s", error)  # noqa: TRY400 - a list of findings, no fault of this line


def _warm_up() -> None:
    """Open every thread's models before the first camera asks for them."""
    try:
        engine = get_engine()
    except ModelUnavailableError as error:
        logger.warning("cameras will be refused: %s", error)
        return
    import numpy as np  # noqa: PLC0415 - beside the models, not before the address is printed

    blank = np.zeros((64, 64, 3), np.uint8)
    for future in [engine.submit(lambda analyzer: analyzer.read_picture(blank)) for _ in range(2 * threads())]:
        future.result()


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
