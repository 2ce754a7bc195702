"""What a test may need beyond Python. A missing part skips with its reason on a bare machine and fails in CI."""

import os
import shutil
from collections.abc import Callable

from mlmodels.errors import ModelUnavailableError
from mlmodels.weights import load_weights
from tests.elsewhere.firefox import FIREFOX
from tests.elsewhere.webkit import BROWSER, DRIVER, XVFB
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


def _firefox() -> str | None:
    return None if FIREFOX else "Firefox is not installed (apt-get install firefox-esr)"


def _webkit() -> str | None:
    if DRIVER and BROWSER and XVFB:
        return None
    return "WebKit's driver or a display is not installed (apt-get install webkit2gtk-driver xvfb)"


MISSING: dict[str, Callable[[], str | None]] = {
    "browser": _browser,
    "firefox": _firefox,
    "webkit": _webkit,
    "model": _model,
    "node": _node,
}
IN_CI = os.environ.get("CI", "").lower() == "true"
