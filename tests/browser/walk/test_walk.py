"""Every page in both languages and both themes: open to everyone (axe, WCAG 2.2 AA), asking no other site for anything,
under a policy without exceptions, without an error on the console, and not wider than the screen."""

import pytest
from playwright.sync_api import Browser

from tests.browser.walk.page import Page
from tests.browser.walk.pages import ERRORS, PAGES
from tests.browser.walk.walker import Walker
from tests.browser.walk.world import World
from tests.live import Site

pytestmark = pytest.mark.browser


def pages_of(*prefixes: str) -> list[Page]:
    return [page for route, pages in PAGES.items() for page in pages if route.startswith(prefixes)]


PARTS = {
    "signing in": pages_of("accounts/"),
    "the admin site": pages_of("admin/"),
    "the rest": [page for page in pages_of("") if page not in pages_of("accounts/", "admin/")] + list(ERRORS),
}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_wrong_with_any_page(site: Site, browser: Browser, world: World, part: str, language: str) -> None:
    wrong = Walker(browser, site, world, language).walk(PARTS[part])
    assert not wrong, "\n".join(f"{page}: {each}" for page, found in wrong.items() for each in found)


def test_the_walker_sees_what_is_wrong(site: Site, browser: Browser, world: World) -> None:
    spoilt = """<!doctype html><html lang="en"><title>Spoilt</title><main><h1 style="color: #ccc">Pale</h1>
    <img src="https://elsewhere.example/x.png"><p style="width: 3000px">Wide</p></main>"""
    world.errors["en"]["/404.html"] = spoilt
    wrong = Walker(browser, site, world, "en").walk([Page("/404.html")])
    said = "\n".join(wrong["/404.html as nobody"])
    for part in ("404 at", "color-contrast", "image-alt", "elsewhere.example", "pixels too wide"):
        assert part in said
