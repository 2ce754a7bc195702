"""WebKitGTK's MiniBrowser by its own WebDriver (w3.org/TR/webdriver2), on a display that nobody sees."""

import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.live import free_port

DRIVER = shutil.which("WebKitWebDriver")
BROWSER = next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))), None)
XVFB = shutil.which("Xvfb")
SETTINGS = ("--automation", "--enable-media-stream=true", "--enable-mock-capture-devices=true")

TRIES = 3
ANSWER_LOST = "Could not parse script result"
"""What WebKitGTK's driver says when it has nothing to say of a script that ran."""


class AnswerLostError(AssertionError):
    """A script's result did not come back."""


class WebKit:
    """One window."""

    def __init__(self, address: str) -> None:
        self._address = address
        options = {"binary": str(BROWSER), "args": list(SETTINGS)}
        asked = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._address += f"/session/{self._ask('POST', '/session', asked)['sessionId']}"
        self._ask("POST", "/timeouts", {"script": 60_000, "pageLoad": 60_000})

    def go(self, url: str) -> None:
        """Open an address and wait until all of it is there."""
        self._ask("POST", "/url", {"url": url})

    def run(self, script: str) -> Any:
        """What this body of a function returns. It may run again: the driver loses an answer now and then."""
        whole = f"""const done = arguments[arguments.length - 1];
        (async () => {{ {script} }})().then((value) => done(value ?? null), (error) => done("failed: " + error))"""
        for _ in range(TRIES - 1):
            with suppress(AnswerLostError):
                return self._ask("POST", "/execute/async", {"script": whole, "args": []})
        return self._ask("POST", "/execute/async", {"script": whole, "args": []})

    def sign_in(self, url: str, session: str) -> None:
        """Carry this session's cookie."""
        self.go(url)
        cookie = {"name": "happythings_session", "value": session, "httpOnly": True, "path": "/"}
        self._ask("POST", "/cookie", {"cookie": cookie})

    def complaints(self) -> list[str]:
        """WebKit's driver does not tell what the console shows."""
        return []

    def close(self) -> None:
        """End the session, and the browser with it."""
        with suppress(OSError):
            self._ask("DELETE", "")

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self._address + path, data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            with error:
                said = error.read().decode()[:500]
            raise (AnswerLostError if ANSWER_LOST in said else AssertionError)(said) from None


@contextmanager
def webkit(home: Path) -> Iterator[WebKit]:
    """A MiniBrowser whose home is an empty folder."""
    display, port = f":{90 + os.getpid() % 900}", free_port()
    environment = {**os.environ, "DISPLAY": display, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    # WebKit's own sandbox needs namespaces that a container may not give.
    environment |= {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "LIBGL_ALWAYS_SOFTWARE": "1", "NO_AT_BRIDGE": "1"}
    environment |= {"GDK_BACKEND": "x11"}
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    screen = subprocess.Popen([XVFB or "Xvfb", display, "-screen", "0", "1280x900x24"], **quiet)  # type: ignore[call-overload]
    driver = subprocess.Popen([DRIVER or "WebKitWebDriver", f"--port={port}"], **quiet)  # type: ignore[call-overload]
    try:
        window = _begin(f"http://127.0.0.1:{port}")
        yield window
        window.close()
    finally:
        for process in (driver, screen):
            process.terminate()
            process.wait(20)


def _begin(address: str) -> WebKit:
    deadline = time.monotonic() + 60
    while True:
        try:
            return WebKit(address)
        except OSError:
            assert time.monotonic() < deadline, "WebKitWebDriver does not answer"
            time.sleep(0.2)
