"""The camera page in Chromium while it captures: glass to overlay, frames on time, and what the main thread pays.

Everything runs on this machine's cores together: the browser, the picture's encoding, the server and the model.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

import numpy as np
from playwright.sync_api import CDPSession, Page, sync_playwright

from tests import clips, portrait
from tests.live import CHROMIUM, Site, consent, launch, serve, sign_up

SECONDS = 20
WARM_UP_S = 4
ON_TIME_MS = 34.0
"""Two frames of a 60 Hz screen: one that is missed shows as a longer gap."""
KEYS = (
    "overlay_p50_ms",
    "overlay_p95_ms",
    "overlay_answers",
    "overlay_fps",
    "raf_on_time",
    "main_thread_ms_per_frame",
    "long_tasks",
    "camera_size",
)
LISTEN = """() => {
  window.seen = { drawn: [], gaps: [], long: [] };
  document.addEventListener("happythings:overlay", ({ detail: { drawnAt, capturedAt } }) => {
    if (capturedAt !== null) window.seen.drawn.push(drawnAt - capturedAt);
  });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.seen.long.push(duration);
  }).observe({ type: "longtask" });
  let last = null;
  const tick = (now) => {
    if (last !== null) window.seen.gaps.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""

CAMERA_SIZE = (
    "() => { const video = document.querySelector('video'); return `${video.videoWidth}×${video.videoHeight}`; }"
)


class Seen(TypedDict):
    """What the page saw, in milliseconds each: camera to mask, one screen frame to the next, long tasks."""

    drawn: list[float]
    gaps: list[float]
    long: list[float]


def overlay_latency() -> dict[str, float | int | str | None]:
    """The figures over SECONDS of a smiling 1280×720 clip as camera; None for each where there is no Chromium."""
    if CHROMIUM is None:
        return dict.fromkeys(KEYS)
    with _camera_page() as (page, session):
        page.evaluate(LISTEN)
        busy = _busy_ms(session)
        page.wait_for_timeout(1000 * SECONDS)
        busy = _busy_ms(session) - busy
        seen: Seen = page.evaluate("window.seen")
        size: str = page.evaluate(CAMERA_SIZE)
    drawn = seen["drawn"]
    return {
        "overlay_p50_ms": float(np.percentile(drawn, 50)),
        "overlay_p95_ms": float(np.percentile(drawn, 95)),
        "overlay_answers": len(drawn),
        "overlay_fps": len(drawn) / SECONDS,
        "raf_on_time": float(np.mean(np.array(seen["gaps"]) <= ON_TIME_MS)),
        "main_thread_ms_per_frame": busy / len(drawn),
        "long_tasks": len(seen["long"]),
        "camera_size": size,
    }


@contextmanager
def _camera_page() -> Iterator[tuple[Page, CDPSession]]:
    """A camera page that has been running for WARM_UP_S."""
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch)
        clip = clips.write_hd_mjpeg(data / "clip.mjpeg", portrait.TWO_SMILES[1:])
        with serve(data) as site, sync_playwright() as playwright:
            browser = launch(playwright, clip)
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            _start(page, site)
            session = context.new_cdp_session(page)
            session.send("Performance.enable")
            page.wait_for_timeout(1000 * WARM_UP_S)
            yield page, session
            browser.close()


def _start(page: Page, site: Site) -> None:
    sign_up(page, site, "bench")
    consent(page, site)
    page.goto(f"{site.url}/camera/")
    page.wait_for_timeout(1000)
    start = page.get_by_role("button", name="Start camera")
    if start.is_visible():  # it starts by itself where the camera was allowed before
        start.click()
    page.locator("[data-part=stage][data-state=live]").wait_for()


def _busy_ms(session: CDPSession) -> float:
    """How long the page's main thread has been at work since it began, style, layout and painting included."""
    metrics = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * float(metrics["TaskDuration"])
