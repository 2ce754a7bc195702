"""The one engine of this process, made on first use from the settings."""

import os
from functools import cache
from threading import Lock

from django.conf import settings

from mlmodels.analyzer import Analyzer, analyzer_maker
from mlmodels.engine import Engine

_making = Lock()


def threads() -> int:
    """ENGINE_THREADS, or one a core this process may use, four at most (a home server has other things to do)."""
    return settings.ENGINE_THREADS or min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2)


@cache
def _engine() -> Engine:
    return Engine(analyzer_maker(settings.EXPRESSION_WEIGHTS_DIR), threads())


def get_engine() -> Engine:
    """The engine. Raises ModelUnavailableError while the weights are missing or damaged; mended weights are taken up
    without a restart.
    """
    with _making:
        return _engine()


def make_analyzer() -> Analyzer:
    """An analyzer for a command that works alone. Raises ModelUnavailableError."""
    return analyzer_maker(settings.EXPRESSION_WEIGHTS_DIR)()
