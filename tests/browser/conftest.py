"""One served site and one clip for the whole folder; a browser for each test that asks."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests import portrait
from tests.live import Site, launch, serve

expect.set_options(timeout=15_000)
"""Patience (ms) for a machine that does other things too."""


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return portrait.write_mjpeg(tmp_path_factory.mktemp("clip") / "two_smiles.mjpeg")


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.fixture
def browser(playwright: Playwright, clip: Path) -> Iterator[Browser]:
    browser = launch(playwright, clip)
    yield browser
    browser.close()


def until(page: Page, expression: str, seconds: float = 60) -> None:
    """Wait for a JavaScript expression to hold; asked from outside, since the pages' CSP allows no eval inside."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"never held: {expression}"
        page.wait_for_timeout(50)


def start_camera(page: Page, site: Site) -> None:
    """Open the camera page and wait for its picture; it starts by itself where permission was given before."""
    page.goto(f"{site.url}/camera/")
    page.evaluate(
        """() => { window.shown = []; window.saved = [];
        document.addEventListener("happythings:overlay", e => window.shown.push(e.detail));
        document.addEventListener("happythings:saved", e => {
          window.saved.push({ ...e.detail.photo, captureId: e.detail.captureId }); }); }"""
    )
    live = page.locator("[data-part=stage][data-state=live]")
    start = page.get_by_role("button", name="Start camera")
    expect(live.or_(start)).to_be_visible()
    page.wait_for_timeout(500)
    if start.is_visible():
        start.click()
    expect(live).to_be_visible(timeout=15_000)
