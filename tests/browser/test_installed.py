"""The site as an app: what its worker keeps, what shows without a net, and that signing out leaves nothing behind."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from happythings.management.commands.make_icons import draw
from tests.live import Site, sign_up

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "templates/static/site"
KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""
WAITING = """async (name) => {
  await new Promise((done) => {
    const asked = indexedDB.open(name, 1);
    asked.onsuccess = () => { asked.result.close(); done(); };
  });
  localStorage.setItem(name, "1");
}"""
LEFT = """async () => [...(await indexedDB.databases()).map((each) => each.name), ...Object.keys(localStorage)]"""


def kept(page: Page) -> list[str]:
    return list(page.evaluate(KEPT))


def test_the_worker_keeps_static_files_alone_and_signing_out_forgets_even_these(site: Site, browser: Browser) -> None:
    context = browser.new_context(locale="ko-KR")
    page = context.new_page()
    sign_up(page, site, "ines")
    page.goto(f"{site.url}/album/")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto(f"{site.url}/album/")
    paths = kept(page)
    assert len(paths) > 5
    assert [path for path in paths if not path.startswith("/static/") and path != "/offline/"] == []

    context.set_offline(True)
    page.goto(f"{site.url}/albums/")
    expect(page.get_by_role("heading", name="오프라인")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('main')).display") == "grid"
    context.set_offline(False)
    page.get_by_role("link").click()
    expect(page).to_have_url(f"{site.url}/albums/")
    expect(page.locator("h1")).not_to_contain_text("오프라인")

    page.evaluate(WAITING, "waiting")
    assert page.evaluate(LEFT) == ["waiting", "waiting"]
    page.goto(f"{site.url}/accounts/logout/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"{site.url}/")
    assert page.evaluate(LEFT) == []
    assert [path for path in kept(page) if not path.startswith("/static/") and path != "/offline/"] == []
    context.close()


def test_browsers_may_install_it(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.url)
    devtools = context.new_cdp_session(page)
    told = devtools.send("Page.getAppManifest")
    assert told["errors"] == []
    manifest = json.loads(told["data"])
    assert {"any", "maskable"} == {icon["purpose"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        response = page.request.get(site.url + icon["src"])
        assert (response.status, response.headers["content-type"]) == (200, "image/png")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    reasons = {each["errorId"] for each in devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert reasons <= {"in-incognito"}, "a fresh context counts as a private window"
    assert urlsplit(told["url"]).path == "/manifest.webmanifest"
    context.close()


def test_the_icons_are_the_logo() -> None:
    for name, content in draw(STATIC / "logo.svg").items():
        assert (STATIC / name).read_bytes() == content, "run `manage.py make_icons`"
