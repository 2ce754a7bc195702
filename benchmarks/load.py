"""`make load`: synthetic cameras over real sockets, on two cores that server and clients share; one JSON object.

Only ever against a server of its own on 127.0.0.1, with bounded crowds and times.
"""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import numpy as np

from benchmarks.calibration import calibration_ms
from benchmarks.cameras import SyntheticCamera
from benchmarks.crowd import Outcome, gather, most_held, outcome, run_crowd
from benchmarks.people import sessions
from benchmarks.pictures import face_jpegs
from benchmarks.processes import cores_used, resident_mb
from benchmarks.report import print_json
from tests.live import ROOT, Site, free_port, serve
from tests.raw_camera import RawCamera

PARTS = ("held", "naive", "overload", "fair", "flood", "memory", "start")
CORES = 2
CROWD = 128
"""Most cameras ever tried."""


def main() -> None:
    """Measure the parts that were asked for and print what was seen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("parts", nargs="*", default=PARTS, help=f"any of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--seconds", type=float, default=5.0, help="length of each trial of a crowd (default: 5)")
    parser.add_argument("--overload-seconds", type=float, default=60.0, help="length of the overload (default: 60)")
    parser.add_argument("--workers", default="1", help="server processes (default: 1)")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):  # what is started from here inherits it
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    result: dict[str, Any] = {"cores": CORES, "workers": int(options.workers), "calibration_ms": calibration_ms()}
    with tempfile.TemporaryDirectory() as scratch, serve(Path(scratch), WORKERS=options.workers) as site:
        crowd = sessions(site, CROWD)
        run_crowd(site.url, crowd[:4], 10, 3)  # everything is open after this
        for part in options.parts:
            result |= (seen := PART[part](site, crowd, options))
            print(seen, file=sys.stderr)
    print_json(result)


def held(site: Site, crowd: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """How many cameras at 10 and at 15 frames a second, and how the next larger crowd fails."""
    out: dict[str, Any] = {}
    for rate in (10, 15):
        most, failed = most_held(site.url, crowd, rate, options.seconds)
        name = "cameras_held" if rate == 10 else f"cameras_held_{rate}"
        out |= {name: most.cameras, f"{name}_p95_ms": most.p95_ms, f"{name}_dropped": most.dropped}
        out[f"{name}_fails"] = _failure(site, crowd, rate, failed) if failed else None
    return out


def _failure(site: Site, crowd: list[str], rate: float, failed: Outcome) -> dict[str, Any]:
    with cores_used(site.workers()[0]) as cores:
        again = run_crowd(site.url, crowd[: failed.cameras], rate, 4)
    seen = {"cameras": again.cameras, "p95_ms": again.p95_ms, "dropped": again.dropped, "refused": again.refused}
    return seen | {"main_thread_cores": cores.main, "other_threads_cores": cores.others}


def naive(site: Site, crowd: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """The same question to the server a tutorial would write and to ours, in turn."""
    with naive_server() as url:
        theirs, _ = most_held(url, crowd, 10, options.seconds, start=4)
    ours, _ = most_held(site.url, crowd, 10, options.seconds)
    return {"naive_held": theirs.cameras, "naive_ratio": ours.cameras / max(1, theirs.cameras)}


@contextmanager
def naive_server() -> Iterator[str]:
    """`benchmarks.naive` on a free port."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.naive", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://localhost:{port}"
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    async def connect() -> None:
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return

    asyncio.run(asyncio.wait_for(connect(), 60))


def overload(site: Site, crowd: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """Cameras that send four times what the server can look at, whatever it answers: how old answers are, at the
    beginning and at the end.
    """
    fit, _ = most_held(site.url, crowd, 10, 3)
    rate = 50.0
    count = max(2, round(4 * 10 * fit.cameras / rate))
    cameras = [SyntheticCamera(site.url, key, face_jpegs(), heeds_limits=False) for key in crowd[:count]]
    tallies = asyncio.run(gather(cameras, [rate] * count, options.overload_seconds))
    answers = sorted((at, age) for tally in tallies for at, age in zip(tally.times, tally.ages, strict=True))
    ages = 1000 * np.array([age for _, age in answers])
    third = len(ages) // 3
    return {
        "overload_cameras": count,
        "overload_rate": rate,
        "overload_seconds": options.overload_seconds,
        "overload_age_p50_ms": float(np.median(ages)),
        "overload_age_p95_ms": float(np.percentile(ages, 95)),
        "overload_age_max_ms": float(ages.max()),
        "overload_age_growth": float(np.median(ages[-third:]) / np.median(ages[:third])),
        "overload_dropped": outcome(tallies).dropped,
    }


def fair(site: Site, crowd: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """Seven cameras at 10 frames a second, first with an eighth like them, then with one that sends 60."""
    seen = {}
    for name, last in (("alone", 10.0), ("beside_60", 60.0)):
        cameras = [SyntheticCamera(site.url, key, face_jpegs()) for key in crowd[:7]]
        cameras.append(SyntheticCamera(site.url, crowd[7], face_jpegs(), heeds_limits=False))
        tallies = asyncio.run(gather(cameras, [10.0] * 7 + [last], 2 * options.seconds))
        seen[name] = outcome(tallies[:7])
    return {
        f"fair_{name}_{what}": getattr(result, what) for name, result in seen.items() for what in ("p95_ms", "dropped")
    }


def flood(site: Site, crowd: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """2,000 frames of 200 kB as fast as the network takes them, and what seven neighbours notice."""
    quiet = run_crowd(site.url, crowd[:7], 10, options.seconds)
    before = resident_mb(site.workers()[0])
    flooding = threading.Thread(target=_flood, args=(site, crowd[7]), daemon=True)
    flooding.start()
    beside = run_crowd(site.url, crowd[:7], 10, options.seconds)
    flooding.join(60)
    grown = resident_mb(site.workers()[0]) - before
    return {"flood_neighbour_p95_ratio": beside.p95_ms / quiet.p95_ms, "flood_growth_mb": grown}


def _flood(site: Site, session: str) -> None:
    camera, face = RawCamera(site, session), face_jpegs()[0]
    camera.hello()
    for seq in range(2_000):
        camera.show(seq, face + bytes(200_000 - len(face)))
    camera.close()


def memory(site: Site, crowd: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """The server process's memory with few cameras streaming and with many, each at a calm pace."""
    few, many = 2, 26
    pid = site.workers()[0]
    used = {}
    for count in (many, few, many):  # the first time opens what is opened once
        peak: list[float] = []
        asyncio.run(_watch_memory(site, crowd[:count], options.seconds, pid, peak))
        used[count] = float(np.median(peak))
    return {"server_mb": used[few], "camera_mb": (used[many] - used[few]) / (many - few)}


async def _watch_memory(site: Site, crowd: list[str], seconds: float, pid: int, seen: list[float]) -> None:
    cameras = [SyntheticCamera(site.url, key, face_jpegs()) for key in crowd]
    streaming = asyncio.create_task(gather(cameras, [4.0] * len(cameras), seconds))
    while not streaming.done():
        await asyncio.sleep(0.25)
        seen.append(resident_mb(pid))
    await streaming
    del seen[: len(seen) // 3]


def start(site: Site, crowd: list[str], options: argparse.Namespace) -> dict[str, Any]:  # noqa: ARG001
    """Seconds from the command to the first page with everything prepared, and from a crash to the next page."""
    with tempfile.TemporaryDirectory() as scratch:
        with serve(Path(scratch)):
            pass
        began = time.perf_counter()
        with serve(Path(scratch)) as again:
            started = time.perf_counter() - began
            time.sleep(5)
            os.kill(again.workers()[0], signal.SIGSEGV)
            began = time.perf_counter()
            time.sleep(0.02)
            with urllib.request.urlopen(f"{again.url}/healthz", timeout=30):
                restarted = time.perf_counter() - began
    return {"start_s": started, "restart_s": restarted}


PART = {
    "held": held,
    "naive": naive,
    "overload": overload,
    "fair": fair,
    "flood": flood,
    "memory": memory,
    "start": start,
}

if __name__ == "__main__":
    main()
