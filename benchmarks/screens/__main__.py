"""`make screens OUT=folder`: every page in every width, scheme and language, as PNGs to look at."""

import argparse
import json
import re
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Page as Tab
from tqdm import tqdm

from benchmarks.screens.pages import SHOTS
from tests.browser.walk.conftest import ELSEWHERE
from tests.browser.walk.page import Page
from tests.browser.walk.walker import SEND_EMPTY
from tests.browser.walk.world import World, world_of
from tests.live import Site, launch, serve

WIDTHS = {360: 740, 768: 1024, 1440: 900}
"""CSS pixels: width, and the height of such a window."""
SCHEMES = ("light", "dark")
LANGUAGES = {"ko": "ko-KR", "en": "en-US"}
COOKIE = "happythings_session"
BUILD = "from benchmarks.screens.world import build; build()"


def main() -> None:
    """Serve a sample album from an empty folder, shoot what was asked for, and say where it lies."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    names = [name for name in SHOTS if not options.pages or name in options.pages]
    with tempfile.TemporaryDirectory() as data, serve(Path(data), **ELSEWHERE) as site:
        world = _world(site)
        with sync_playwright() as playwright:
            browser = launch(playwright)
            _shoot(browser, site, world, names, options)
            browser.close()
    print(options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screens", description=__doc__)
    parser.add_argument("pages", nargs="*", help=f"any of {', '.join(SHOTS)} (default: all)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--width", type=int, action="append", choices=WIDTHS)
    parser.add_argument("--scheme", action="append", choices=SCHEMES)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    return parser.parse_args()


def _world(site: Site) -> World:
    """The tests' world, and mina's sample album in it."""
    world = world_of(site)
    said = re.search(r"WORLD=(.*)", site.manage("shell", "-c", BUILD))
    assert said
    sample = json.loads(said[1])
    return World(world.names | sample["names"], world.sessions | {"mina": sample["session"]}, world.errors)


def _shoot(browser: Browser, site: Site, world: World, names: list[str], options: argparse.Namespace) -> None:
    kinds = product(options.width or WIDTHS, options.scheme or SCHEMES, options.language or LANGUAGES)
    people = {SHOTS[name].who for name in names}
    for kind, person in tqdm(list(product(kinds, people)), unit="visit"):
        context = _context(browser, *kind)
        if person in world.sessions:
            context.add_cookies([{"name": COOKIE, "value": world.sessions[person], "url": site.url}])
        tab = context.new_page()
        for name in (name for name in names if SHOTS[name].who == person):
            _open(tab, site, world, SHOTS[name], world.errors[kind[2]])
            tab.screenshot(path=options.out / f"{name}-{'-'.join(map(str, kind))}.png", full_page=True)
        context.close()


def _context(browser: Browser, width: int, scheme: Any, language: str) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,
        locale=LANGUAGES[language],
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
    )


def _open(tab: Tab, site: Site, world: World, page: Page, errors: dict[str, str]) -> None:
    if page.path in errors:
        tab.goto(site.url + "/privacy/")  # so that its pictures and sheets are found
        tab.set_content(errors[page.path])
    else:
        tab.goto(site.url + page.path.format(**world.names))
    if page.sent:
        with tab.expect_navigation():
            tab.evaluate(SEND_EMPTY)
    # Pictures further down are otherwise fetched when they come near.
    tab.evaluate("for (const each of document.images) each.loading = 'eager'")
    tab.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
