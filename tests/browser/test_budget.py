"""What a phone has to fetch, and how soon something shows: the whole way over real sockets, with an empty cache."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, Request, expect

from tests.live import Site, consent, launch, sign_up

pytestmark = pytest.mark.browser

CAMERA_BYTES: Final = 150_000
"""All that the camera page fetches before a camera opens, heads included."""
FIRST_PAGE_MS: Final = 1000
PAINTED: Final = """() => new Promise((done) => new PerformanceObserver(
  (list) => done(list.getEntriesByName("first-contentful-paint")[0].startTime)
).observe({ type: "paint", buffered: true }))"""


@pytest.fixture
def without_camera(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


def afresh(browser: Browser, cookies: Any = None) -> BrowserContext:
    """A phone that was never here. Its service worker would fetch in its own time, and is kept away."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    context.add_cookies(cookies or [])
    return context


def weight(request: Request) -> int:
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def test_the_camera_page_is_light(site: Site, without_camera: Browser) -> None:
    first = afresh(without_camera)
    page = first.new_page()
    sign_up(page, site, "light")
    consent(page, site)
    context = afresh(without_camera, first.cookies())
    page = context.new_page()
    finished: list[Request] = []
    context.on("requestfinished", lambda request: finished.append(request))  # noqa: PLW0108 - it wants one of its own
    page.goto(f"{site.url}/camera/")
    expect(page.get_by_role("button", name="Start camera")).to_be_visible()
    page.wait_for_load_state("networkidle")
    weights = {request.url.removeprefix(site.url): weight(request) for request in finished}
    assert len(weights) > 10, "its modules are among them"
    assert sum(weights.values()) <= CAMERA_BYTES, sorted(weights.items(), key=lambda pair: -pair[1])[:12]


def test_the_first_page_shows_within_a_second(site: Site, without_camera: Browser) -> None:
    painted = []
    for _ in range(3):
        page = afresh(without_camera).new_page()
        page.goto(site.url)
        painted.append(page.evaluate(PAINTED))
    assert min(painted) < FIRST_PAGE_MS
