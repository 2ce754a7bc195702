"""Many synthetic cameras at once, and what their answers say together."""

import asyncio
import time
from dataclasses import dataclass

import numpy as np

from benchmarks.cameras import RefusedError, SyntheticCamera, Tally
from benchmarks.pictures import face_jpegs

P95_MS = 100.0
DROPPED = 0.01
WARM_UP_S = 1.5
REST_S = 2.5
"""Between crowds, so that none pays for the one before it."""


@dataclass(frozen=True)
class Outcome:
    """A crowd of cameras for some seconds: ages of answers in ms, and the share of frames without an answer."""

    cameras: int
    p50_ms: float
    p95_ms: float
    worst_ms: float
    dropped: float
    refused: str | None = None

    @property
    def held(self) -> bool:
        """Whether the server held this crowd: none refused, 95 % of answers within 100 ms, at most 1 % dropped."""
        return self.refused is None and self.p95_ms <= P95_MS and self.dropped <= DROPPED


def outcome(tallies: list[Tally]) -> Outcome:
    """What all of them saw."""
    ages = 1000 * np.array([age for tally in tallies for age in tally.ages] or [np.inf])
    due = sum(tally.due for tally in tallies)
    answered = sum(len(tally.ages) for tally in tallies)
    p50, p95, worst = (float(np.percentile(ages, p)) for p in (50, 95, 100))
    return Outcome(len(tallies), p50, p95, worst, 1 - answered / due if due else 1.0)


async def gather(cameras: list[SyntheticCamera], rates: list[float], seconds: float) -> list[Tally]:
    """Open them all, let them stream side by side, and close them."""
    await asyncio.gather(*(camera.open() for camera in cameras))
    try:
        return await asyncio.gather(
            *(
                _later(camera, rate, number / len(cameras) / rate, seconds)
                for number, (camera, rate) in enumerate(zip(cameras, rates, strict=True))
            )
        )
    finally:
        await asyncio.gather(*(camera.close() for camera in cameras), return_exceptions=True)


async def _later(camera: SyntheticCamera, rate: float, wait: float, seconds: float) -> Tally:
    await asyncio.sleep(wait)  # cameras are not in step with each other
    return await camera.stream(rate, seconds, count_from=WARM_UP_S)


def run_crowd(url: str, sessions: list[str], rate: float, seconds: float) -> Outcome:
    """A camera for each session, at `rate` frames a second."""
    cameras = [SyntheticCamera(url, session, face_jpegs()) for session in sessions]
    try:
        return outcome(asyncio.run(gather(cameras, [rate] * len(cameras), seconds)))
    except (RefusedError, ConnectionError, asyncio.IncompleteReadError) as error:
        return Outcome(len(cameras), np.inf, np.inf, np.inf, 1.0, refused=str(error) or type(error).__name__)


def most_held(
    url: str, sessions: list[str], rate: float, seconds: float, *, start: int = 8
) -> tuple[Outcome, Outcome | None]:
    """The largest crowd that is held, to about a twelfth, and the smallest one seen that is not."""

    def trial(count: int) -> Outcome:
        """Twice, if the first time fails: machines stumble."""
        for _ in range(2):
            time.sleep(REST_S)
            tried = run_crowd(url, sessions[:count], rate, seconds)
            if tried.held:
                break
        return tried

    held, failed, count = Outcome(0, 0, 0, 0, 0.0), None, start
    while count <= len(sessions):
        tried = trial(count)
        if not tried.held:
            failed = tried
            break
        held, count = tried, count * 2
    limit = failed.cameras if failed else len(sessions) + 1
    while limit - held.cameras > max(1, held.cameras // 12):
        tried = trial((held.cameras + limit) // 2)
        if tried.held:
            held = tried
        else:
            failed, limit = tried, tried.cameras
    return held, failed
