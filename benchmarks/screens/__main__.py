"""`make screens OUT=folder`: every page in every width, scheme and language, as PNGs to look at."""

import argparse
import json
import re
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tqdm import tqdm

from benchmarks.screens.pages import PAGES
from tests.live import Site, launch, serve

WIDTHS = {360: 740, 768: 1024, 1440: 900}
"""CSS pixels: width, and the height of such a window."""
SCHEMES = ("light", "dark")
LANGUAGES = {"ko": "ko-KR", "en": "en-US"}
BUILD = "from benchmarks.screens.world import build; build()"


def main() -> None:
    """Serve a sample album from an empty folder, shoot what was asked for, and say where it lies."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    names = [name for name in PAGES if not options.pages or name in options.pages]
    with tempfile.TemporaryDirectory() as data, serve(Path(data)) as site:
        world = _world(site)
        with sync_playwright() as playwright:
            browser = launch(playwright)
            _shoot(browser, site, world, names, options)
            browser.close()
    print(options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screens", description=__doc__)
    parser.add_argument("pages", nargs="*", help=f"any of {', '.join(PAGES)} (default: all)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--width", type=int, action="append", choices=WIDTHS)
    parser.add_argument("--scheme", action="append", choices=SCHEMES)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    return parser.parse_args()


def _world(site: Site) -> dict[str, Any]:
    said = re.search(r"WORLD=(.*)", site.manage("shell", "-c", BUILD))
    assert said
    world: dict[str, Any] = json.loads(said[1])
    return world


def _shoot(browser: Browser, site: Site, world: dict[str, Any], names: list[str], options: argparse.Namespace) -> None:
    kinds = product(options.width or WIDTHS, options.scheme or SCHEMES, options.language or LANGUAGES)
    people = {PAGES[name][0] for name in names}
    for kind, person in tqdm(list(product(kinds, people)), unit="visit"):
        context = _context(browser, *kind)
        if person:
            context.add_cookies([{"name": world["cookie"], "value": world["keys"][person], "url": site.url}])
        page = context.new_page()
        for name in (name for name in names if PAGES[name][0] == person):
            address = site.url + PAGES[name][1].format(**world["paths"])
            _one(page, address, options.out / f"{name}-{'-'.join(map(str, kind))}.png")
        context.close()


def _context(browser: Browser, width: int, scheme: Any, language: str) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,
        locale=LANGUAGES[language],
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
    )


def _one(page: Page, address: str, path: Path) -> None:
    page.goto(address)
    # Pictures further down are otherwise fetched when they come near.
    page.evaluate("for (const each of document.images) each.loading = 'eager'")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path, full_page=True)


if __name__ == "__main__":
    main()
