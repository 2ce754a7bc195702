"""Looks at one page after the other in one language, and says what is wrong with each."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Response, Route
from playwright.sync_api import Page as Tab

from tests.browser.walk.page import Page
from tests.browser.walk.world import World
from tests.live import Site

LOCALES: Final = {"en": "en-GB", "ko": "ko-KR"}
VIEWPORTS: Final = {"en": (1280, 900), "ko": (360, 780)}
"""Each language at another width (px), so that both widths are seen."""
_TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_EVERY_RULE: Final = {"resultTypes": ["violations"], "runOnly": list(_TAGS)}
_COLOURS: Final = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
SWAGGER: Final = "#swagger-ui"
"""What a library draws into the page: Swagger UI's list of operations."""
_EXCEPT: Final = {"exclude": [SWAGGER]}
_AXE: Final = Axe().axe_script
SEND_EMPTY: Final = """() => {
  const form = document.querySelector("main form[method=post]");
  form.noValidate = true;
  form.requestSubmit([...form.querySelectorAll("button[name=action]")].pop());
}"""
AT_ONCE: Final = """
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important }");
  document.adoptedStyleSheets.push(sheet);
"""
"""The other theme's colours do not fade in, on the admin site's pages either."""


class Walker:
    """One browser context per person, kept for the next page of the same person."""

    def __init__(self, browser: Browser, site: Site, world: World, language: str) -> None:
        self._browser, self._site, self._world, self._language = browser, site, world, language
        self._heard: list[str] = []

    def walk(self, pages: Iterable[Page]) -> dict[str, list[str]]:
        """What is wrong, by page; pages that are as they should be are left out."""
        wrong: dict[str, list[str]] = {}
        by_person: dict[str, list[Page]] = {}
        for page in pages:
            by_person.setdefault(page.who, []).append(page)
        for who, theirs in by_person.items():
            with self._tab(who) as tab:
                for page in theirs:
                    if found := self._look(tab, page):
                        wrong[f"{page.path} as {page.who}{', sent empty' * page.sent}"] = found
        return wrong

    @contextmanager
    def _tab(self, who: str) -> Iterator[Tab]:
        width, height = VIEWPORTS[self._language]
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            locale=LOCALES[self._language],
            reduced_motion="reduce",
            ignore_https_errors=True,
            service_workers="block",  # it would ask for pages where nobody listens
        )
        if who != "nobody":
            cookie = {"name": "happythings_session", "value": self._world.sessions[who], "url": self._site.url}
            context.add_cookies([cookie])  # type: ignore[list-item]  # a dict of the right shape
        tab = context.new_page()
        tab.add_init_script(AT_ONCE)
        tab.on("console", self._hear)
        tab.on("pageerror", lambda error: self._heard.append(f"error: {error}"))
        tab.on("request", lambda request: self._notice(request.url))
        yield tab
        context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status" not in message.text:
            self._heard.append(f"console: {message.text}")

    def _notice(self, url: str) -> None:
        if not url.startswith((self._site.url, "data:", "blob:", "about:")):
            self._heard.append(f"asks elsewhere: {url}")

    def _error_page(self, route: Route) -> None:
        name = route.request.url.removeprefix(self._site.url)
        body = self._world.errors[self._language][name]
        status = int(name[1:4])
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

    def _look(self, tab: Tab, page: Page) -> list[str]:
        self._heard.clear()
        tab.emulate_media(color_scheme="light")
        response = self._go(tab, page.path.format(**self._world.names))
        wrong = self._answer(tab, response, page)
        if page.sent:
            with tab.expect_navigation():
                tab.evaluate(SEND_EMPTY)
        wrong += self._heard  # by now: axe makes style sheets of its own, which the policy refuses
        wrong += self._violations(tab, "light", _EVERY_RULE)
        tab.emulate_media(color_scheme="dark")
        wrong += self._violations(tab, "dark", _COLOURS)
        if (wide := tab.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            wrong.append(f"{wide} pixels too wide")
        return wrong

    def _go(self, tab: Tab, path: str) -> Response:
        if not path.endswith(".html"):
            response = tab.goto(self._site.url + path)
        else:  # no route for the others: with one Chromium keeps no file for the next page
            tab.route("**/*.html", self._error_page)
            response = tab.goto(self._site.url + path)
            tab.unroute("**/*.html")
        assert response
        if path == "/api/docs/":
            tab.locator(f"{SWAGGER} main").wait_for()
        return response

    def _answer(self, tab: Tab, response: Response, page: Page) -> list[str]:
        wrong = []
        path = page.path.format(**self._world.names)
        if response.status != page.status or tab.url.removeprefix(self._site.url) != path:
            wrong.append(f"{response.status} at {tab.url.removeprefix(self._site.url)}")
        if tab.get_attribute("html", "lang") != self._language and not path.startswith("/api/"):
            wrong.append(f"lang={tab.get_attribute('html', 'lang')}")
        policy = response.headers.get("content-security-policy", "")
        if "default-src 'self'" not in policy and not path.endswith(".html"):
            wrong.append("no policy")
        if "unsafe" in policy:
            wrong.append(f"policy: {policy}")
        return wrong

    def _violations(self, tab: Tab, theme: str, options: dict[str, Any]) -> list[str]:
        if not tab.evaluate("'axe' in window"):
            tab.evaluate(_AXE)
        found = tab.evaluate("([of, how]) => axe.run(of, how).then(({ violations }) => violations)", [_EXCEPT, options])
        return [
            f"{theme}: {each['id']}: {json.dumps([node['target'] for node in each['nodes']][:5])} {_why(each)}"
            for each in found
        ]


def _why(violation: dict[str, Any]) -> str:
    node = violation["nodes"][0]
    checks = [*node["any"], *node["all"], *node["none"]]
    return str(checks[0]["message"] if checks else violation["help"])
