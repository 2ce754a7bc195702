"""The whole product as a newcomer runs it: a server process of its own, and Chromium with a clip for a camera."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

PASSWORD = "correct-horse-battery"
ROOT = Path(__file__).parent.parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True)
class Site:
    """A served site: its address, its data folder, and manage.py in its surroundings."""

    url: str
    data: Path
    pid: int
    environment: dict[str, str]

    def workers(self) -> list[int]:
        """The process ids of its server processes."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the server; its standard output."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def _prepared() -> Path:
    """A data folder of nobody, made once in this process and copied for each site: to migrate takes seconds."""
    folder = Path(tempfile.mkdtemp(prefix="happythings-prepared-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = [sys.executable, "manage.py", "prepare"]
    subprocess.run(command, cwd=ROOT, env=_surroundings() | {"DATA_DIR": str(folder)}, check=True)
    return folder


def _surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


@contextmanager
def serve(data: Path, **settings: str) -> Iterator[Site]:
    """Serve on a free port with a data folder of nobody; `settings` are further environment variables."""
    port = free_port()
    url = f"{'https' if 'HTTPS' in settings else 'http'}://localhost:{port}"
    if not any(data.iterdir()):
        shutil.copytree(_prepared(), data, dirs_exist_ok=True)
    (data / "tmp").mkdir(exist_ok=True)
    environment = {
        **_surroundings(),
        "DATA_DIR": str(data),
        "SITE_URLS": url,
        "TMPDIR": str(data / "tmp"),
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    log = (data / "server.log").open("wb")
    command = [sys.executable, "-P", "happythings/supervisor.py", "--prepare", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait(f"http://localhost:{port}", server, data / "server.log")
        yield Site(url, data, server.pid, environment)
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


def _wait(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()}")
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer: {log.read_text()}")


def launch(playwright: Playwright, clip: Path | None = None, *more: str) -> Browser:
    """Debian's Chromium, headless, whose camera plays `clip` (an .mjpeg) over and over."""
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    if clip:
        camera.append(f"--use-file-for-fake-video-capture={clip.resolve()}")
    flags = ["--no-sandbox", "--disable-dev-shm-usage", *(camera if clip else []), *more]
    return playwright.chromium.launch(executable_path=CHROMIUM, args=flags)


def sign_up(page: Page, site: Site, name: str) -> None:
    """Sign up with a username alone."""
    page.goto(f"{site.url}/accounts/signup/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=password2]", PASSWORD)
    page.locator("form:has(input[name=password2]) button[type=submit]").click()
    page.wait_for_url(lambda url: "signup" not in url)


def consent(page: Page, site: Site, purpose: str = "camera") -> None:
    """Agree to the camera, or to another purpose."""
    page.goto(f"{site.url}/consent/{purpose}/")
    page.locator("main input[type=checkbox]").check()
    page.locator("main form:has(input[type=checkbox]) button[type=submit]").click()
    page.wait_for_load_state()
