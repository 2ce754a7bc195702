"""What a server does by the hour: old trash, stray files, accounts whose days are over, expired sessions and counts."""

import logging
import time
from collections.abc import Callable
from typing import Final

from django.core.management import call_command
from django.db import close_old_connections

from accounts.leaving import accounts_purge
from gallery import services
from happythings.counted_files import counts_forget

logger = logging.getLogger(__name__)
EVERY_S: Final = 3600


def _sessions_clear() -> None:
    call_command("clearsessions")


CHORES: tuple[Callable[[], object], ...] = (services.tidy, accounts_purge, _sessions_clear, counts_forget)


def tidy() -> None:
    """Everything once. A chore that fails keeps none of the others from being done."""
    for chore in CHORES:
        try:
            chore()
        except Exception:
            logger.exception("tidying failed; trying again in an hour")


def tidy_hourly() -> None:
    """For a thread of its own."""
    while True:
        tidy()
        close_old_connections()
        time.sleep(EVERY_S)
