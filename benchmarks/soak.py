"""`make soak`: cameras that connect, stream a moment and leave, a thousand times over; what the server keeps of them.

The server runs here as in `serve`, but for one thing: it writes down how many tasks its event loop has.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from benchmarks.cameras import SyntheticCamera
from benchmarks.people import sessions
from benchmarks.pictures import face_jpegs
from benchmarks.processes import open_files, resident_mb
from benchmarks.report import print_json
from tests.live import ROOT, Site, serve

PEOPLE = 8
TOLD_S = 5.0
TASKS_FILE = "SOAK_TASKS_FILE"


@dataclass(frozen=True)
class Footprint:
    """What a server process holds at one moment."""

    memory_mb: float
    open_files: int
    tasks: int


def footprint(site: Site) -> Footprint:
    """Of the one worker, once what was closed has been tidied away."""
    time.sleep(3)
    pid = site.workers()[0]
    return Footprint(resident_mb(pid), open_files(pid), tasks(site))


def tasks(site: Site) -> int:
    """Of the worker's event loop, half a second ago at most. Raises RuntimeError when the worker tells nothing."""
    file = site.data / "tasks"
    if not file.is_file() or time.time() - file.stat().st_mtime > TOLD_S:
        raise RuntimeError("the server does not tell how many tasks it has")
    return int(file.read_text() or 0)


def rounds(site: Site, crowd: list[str], count: int) -> None:
    """Connect, send a few frames, close; PEOPLE of them side by side."""

    async def visit(session: str) -> None:
        camera = await SyntheticCamera(site.url, session, face_jpegs()).open()
        await camera.stream(20, 0.2)
        await camera.close()

    async def all_of_them() -> None:
        for _ in range(count // len(crowd)):
            await asyncio.gather(*(visit(session) for session in crowd))

    asyncio.run(all_of_them())


@contextmanager
def watched_site(scratch: Path) -> Iterator[tuple[Site, list[str]]]:
    """A server that tells its tasks, and people to visit it."""
    with serve(scratch, **{TASKS_FILE: str(scratch / "tasks"), "PYTHONPATH": f"{ROOT}/benchmarks/watched"}) as site:
        yield site, sessions(site, PEOPLE)


def soak(scratch: Path, count: int) -> dict[str, Any]:
    """The footprint after a tenth of the rounds, which open what is opened once, and after all."""
    with watched_site(scratch) as (site, crowd):
        rounds(site, crowd, max(PEOPLE, count // 10))
        before = footprint(site)
        rounds(site, crowd, count)
        after = footprint(site)
    return {
        "rounds": count,
        "growth_mb": after.memory_mb - before.memory_mb,
        "files_more": after.open_files - before.open_files,
        "tasks_more": after.tasks - before.tasks,
        "before": asdict(before),
        "after": asdict(after),
    }


def main() -> None:
    """Soak and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        print_json(soak(Path(scratch), options.rounds))


if __name__ == "__main__":
    main()
