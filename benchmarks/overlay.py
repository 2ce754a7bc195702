"""Glass to overlay: from the moment the browser has a camera frame to the mask of that frame on the screen."""

import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests import portrait
from tests.live import CHROMIUM, Site, consent, launch, serve, sign_up

SECONDS = 20
WARM_UP = 20
LISTEN = """() => { window.drawn = []; document.addEventListener("happythings:overlay", event => {
    const { drawnAt, capturedAt } = event.detail;
    if (capturedAt !== null) window.drawn.push(drawnAt - capturedAt); }); }"""


def overlay_latency() -> dict[str, float | int | None]:
    """Percentiles over SECONDS of the clip as camera; None for each where there is no Chromium."""
    if CHROMIUM is None:
        return {"overlay_p50_ms": None, "overlay_p95_ms": None}
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch)
        clip = portrait.write_mjpeg(data / "clip.mjpeg", (portrait.Segment(8, (0, 0)),))
        with serve(data) as site, sync_playwright() as playwright:
            page = launch(playwright, clip).new_page(viewport={"width": 1000, "height": 800})
            drawn = _watch(page, site)
    kept = drawn[WARM_UP:]
    return {
        "overlay_p50_ms": float(np.percentile(kept, 50)),
        "overlay_p95_ms": float(np.percentile(kept, 95)),
        "overlay_answers": len(kept),
        "overlay_fps": len(drawn) / SECONDS,
    }


def _watch(page: Page, site: Site) -> list[float]:
    sign_up(page, site, "bench")
    consent(page, site)
    page.goto(f"{site.url}/camera/")
    page.evaluate(LISTEN)
    page.wait_for_timeout(1000)
    start = page.get_by_role("button", name="Start camera")
    if start.is_visible():  # it starts by itself where the camera was allowed before
        start.click()
    page.wait_for_timeout(1000 * SECONDS)
    drawn: list[float] = page.evaluate("window.drawn")
    return drawn
