"""What a test may need beyond Python. A missing part skips with its reason on a bare machine and fails in CI."""

import os
import shutil
from collections.abc import Callable

from mlmodels.errors import ModelUnavailableError
from mlmodels.weights import load_weights
from tests.live import CHROMIUM


def _browser() -> str | None:
    return None if CHROMIUM else "Chromium is not installed (apt-get install chromium)"


def _model() -> str | None:
    try:
        load_weights()
    except ModelUnavailableError as error:
        return str(error)
    return None


def _node() -> str | None:
    return None if shutil.which("node") else "Node is not installed (apt-get install nodejs)"


MISSING: dict[str, Callable[[], str | None]] = {"browser": _browser, "model": _model, "node": _node}
IN_CI = os.environ.get("CI", "").lower() == "true"
