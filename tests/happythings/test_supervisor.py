"""Server processes as people run them: replaced when they die, and ending in order."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from happythings.supervisor import listen
from tests.live import Site, free_port, serve

CROWD = 20


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("data"), WORKERS="2") as served:
        yield served


def soon(condition: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def healthy(site: Site) -> bool:
    with urllib.request.urlopen(f"{site.url}/healthz", timeout=60) as response:
        return bool(json.load(response) == {"status": "ok"})


def connections(site: Site) -> list[int]:
    """How many each worker has taken of those to this site that are open (proc(5): /proc/net/tcp, state 01)."""
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    port = f":{urlsplit(site.url).port:04X}"
    inodes = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(port) and row[3] == "01"}
    return [len(inodes & files) for files in map(_open_files, site.workers())]


def _open_files(pid: int) -> set[str]:
    found = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(str(link.readlink()))
    return found


def test_a_crowd_that_comes_at_once_is_shared_by_the_workers(site: Site) -> None:
    port = urlsplit(site.url).port
    with ExitStack() as crowd:

        def both_are_there() -> bool:
            """The first to be ready takes what comes while the other one still loads."""
            crowd.enter_context(socket.create_connection(("127.0.0.1", port)))
            time.sleep(0.2)
            return len(site.workers()) == 2 and min(connections(site)) >= 1

        assert soon(both_are_there)
        crowd.pop_all().close()
        assert soon(lambda: connections(site) == [0, 0])
        for _ in range(CROWD):
            crowd.enter_context(socket.create_connection(("127.0.0.1", port)))
        assert soon(lambda: sum(connections(site)) == CROWD)
        assert min(connections(site)) >= 4


def test_two_workers_serve_one_address(site: Site) -> None:
    assert len(site.workers()) == 2
    assert healthy(site)


@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_workers_that_crash_are_replaced_and_nobody_is_refused_meanwhile(site: Site, how: signal.Signals) -> None:
    before = set(site.workers())
    for pid in before:
        os.kill(pid, how)
    assert soon(lambda: not before & set(site.workers()))
    assert healthy(site)  # waits in the socket's queue until a worker is there
    assert soon(lambda: len(site.workers()) == 2)


def test_the_end_is_quick_and_clean(tmp_path: Path) -> None:
    with serve(tmp_path) as site:
        workers = site.workers()
    assert not any(_alive(pid) for pid in workers)
    log = (tmp_path / "server.log").read_text()
    assert "Traceback" not in log
    assert "ended" not in log


def test_workers_end_with_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    with serve(tmp_path) as site:
        workers = site.workers()
        os.kill(site.pid, signal.SIGKILL)
        assert soon(lambda: not any(_alive(pid) for pid in workers))


def _alive(pid: int) -> bool:
    """Whether it runs; whoever adopted it may not have waited for it yet."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_a_taken_address_is_a_sentence(tmp_path: Path) -> None:
    with listen("127.0.0.1", free_port()) as taken:
        command = [sys.executable, "manage.py", "serve", "--port", str(taken.getsockname()[1])]
        environment = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "happythings.settings"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 1
    assert "Can't listen on 127.0.0.1:" in done.stderr
    assert "Traceback" not in done.stderr


def test_workers_that_fail_at_their_start_are_not_started_in_a_tight_loop(tmp_path: Path) -> None:
    """A supervisor in a process of its own, as it waits for any child."""
    starts = tmp_path / "starts"
    failing = f"open({str(starts)!r}, 'a').write('x'); raise SystemExit(3)"
    code = f"""import sys
from happythings.supervisor import Supervisor, listen
sys.exit(Supervisor([sys.executable, "-c", {failing!r}], listen("127.0.0.1", 0), 1).run())"""
    supervisor = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    assert soon(lambda: starts.exists() and len(starts.read_text()) >= 3)
    time.sleep(1)
    supervisor.terminate()
    assert supervisor.wait(20) == 0
    assert len(starts.read_text()) <= 8
