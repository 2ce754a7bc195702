"""Firefox by WebDriver BiDi, which it speaks by itself (w3.org/TR/webdriver-bidi): no driver beside it is needed."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
PREFERENCES = {
    "media.navigator.streams.fake": True,  # a camera of moving colours
    "media.navigator.permission.disabled": True,  # which nobody has to allow
    "services.settings.server": "data:,#remote-settings-dummy/v1",  # and no word to its maker
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


class Firefox:
    """One window of one Firefox."""

    def __init__(self, wire: ClientConnection) -> None:
        self._wire, self._count = wire, 0
        self._complaints: list[str] = []
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self._context = self._ask("browsingContext.getTree")["contexts"][0]["context"]

    def go(self, url: str) -> None:
        """Open an address and wait until all of it is there."""
        self._ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def run(self, script: str) -> Any:
        """What this body of a function returns."""
        target = {"context": self._context}
        body = f"async () => JSON.stringify((await (async () => {{ {script} }})()) ?? null)"
        said = self._ask("script.callFunction", functionDeclaration=body, target=target, awaitPromise=True)
        assert said["type"] == "success", said.get("exceptionDetails", {}).get("text")
        return json.loads(said["result"]["value"])

    def sign_in(self, url: str, session: str) -> None:
        """Carry this session's cookie."""
        self.go(url)
        value = {"type": "string", "value": session}
        cookie = {"name": "happythings_session", "value": value, "domain": "localhost", "httpOnly": True}
        self._ask("storage.setCookie", cookie=cookie)

    def complaints(self) -> list[str]:
        """Errors that the console has shown, but for files that were on their way when the page was left."""
        return [text for text in self._complaints if "A ServiceWorker intercepted the request" not in text]

    def _ask(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        self._wire.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._wire.recv(timeout=60))
            if message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self._complaints.append(str(message["params"]["text"]))
            if message.get("id") == self._count:
                assert message["type"] == "success", message
                return message["result"]


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """A Firefox with a fresh profile, headless."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    command = [FIREFOX or "firefox", "--headless", "--no-remote", "--profile", str(profile)]
    said = profile / "said.log"
    with said.open("wb") as log:
        process = subprocess.Popen([*command, "--remote-debugging-port=0", "about:blank"], stderr=log, stdout=log)
    try:
        with connect(f"{_address(said)}/session", max_size=None) as wire:
            yield Firefox(wire)
    finally:
        process.terminate()
        process.wait(20)


def _address(said: Path) -> str:
    """Where it listens, once it says so."""
    deadline = time.monotonic() + 60
    while True:
        if found := re.search(r"BiDi listening on (ws://\S+)", said.read_text(errors="replace")):
            return found[1]
        assert time.monotonic() < deadline, said.read_text(errors="replace")
        time.sleep(0.1)
