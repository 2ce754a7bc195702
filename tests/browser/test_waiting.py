"""Kept moments that can't be sent wait on the device, in sight, and go later with the same ticket."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, WebSocketRoute, expect

from capture import protocol
from capture.protocol import StillChunk, Verdict
from tests import clips
from tests.browser.conftest import start_camera, until
from tests.browser.wire import PretendServer, Watched
from tests.live import Site, consent, launch, sign_up
from tests.portrait import Segment

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.alone]

WAITING = """async () => {
  const found = await indexedDB.databases();
  if (!found.some(({ name }) => name === "happythings-waiting")) return null;
  const request = indexedDB.open("happythings-waiting");
  await new Promise((resolve) => { request.onsuccess = resolve; });
  const all = request.result.transaction("pictures").objectStore("pictures").getAllKeys();
  await new Promise((resolve) => { all.onsuccess = resolve; });
  request.result.close();
  return all.result;
}"""
FULL_DEVICE = """(() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError"); };
})()"""
LEAVE_SOME = """async ([owners, ticket, days]) => {
  const request = indexedDB.open("happythings-waiting", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("pictures", { keyPath: "captureId" }).createIndex("size", "size");
  };
  await new Promise((resolve) => { request.onsuccess = resolve; });
  const change = request.result.transaction("pictures", "readwrite");
  for (const [index, owner] of owners.entries()) change.objectStore("pictures").put({
    captureId: crypto.randomUUID(), ticket, moment: crypto.randomUUID(), alternate: false,
    owner: owner ?? document.body.dataset.person, keptAt: index, expiresAt: Date.now() / 1000 + (7 - days) * 86400,
    bytes: new ArrayBuffer(600000), size: 600000 });
  await new Promise((resolve) => { change.oncomplete = resolve; });
  request.result.close();
}"""
HOLD_CHUNKS = """() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (message) {
    const chunk = message.byteLength && new Uint8Array(message.buffer ?? message)[0] === 2;
    if (!chunk) send.call(this, message);
  };
}"""
HOLD_LOCK = """(id) => new Promise((held) => {
  navigator.locks.request(`happythings-still-${id}`, () => new Promise((letGo) => {
    window.letGo = letGo;
    held();
  }));
})"""
ASKS_FIRST = "navigator.permissions.query = async () => ({ state: 'prompt', addEventListener() {} });"
NO_DATABASE = "Object.defineProperty(globalThis, 'indexedDB', { value: undefined });"


@pytest.fixture(scope="module")
def sober(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    clip = clips.write_hd_mjpeg(tmp_path_factory.mktemp("hd") / "sober.mjpeg", (Segment(6.0, (0, 0)),))
    browser = launch(playwright, clip)
    yield browser
    browser.close()


@pytest.fixture
def page(site: Site, sober: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = sober.new_context()
    page = context.new_page()
    sign_up(page, site, "w-" + re.sub(r"\W", "", request.node.name)[-24:])
    consent(page, site)
    yield page
    context.close()


class Cut:
    """The way to the real server, which loses every full picture and then breaks, until it is mended."""

    def __init__(self, page: Page) -> None:
        self.broken, self.sent = True, 0
        page.route_web_socket("**/ws/camera/", self._connected)

    def _connected(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        def up(message: str | bytes) -> None:
            if isinstance(message, bytes) and isinstance(protocol.parse_binary(message), StillChunk):
                self.sent += 1
                if self.broken:
                    page.close(code=1011)
                    return
            server.send(message)

        page.on_message(up)


def offline(page: Page, server: PretendServer, seq: int = 5) -> str:
    """A moment is kept and the server goes away before its picture has come."""
    server.refusing = True
    for _ in range(400):
        if server.frames and max(server.frames) > seq:
            break
        page.wait_for_timeout(50)
    seq = max(server.frames)
    capture_id = server.commit(seq, "moment")
    server.socket.close(code=1011)
    until(page, f"({WAITING})().then(keys => keys?.length > 0)")
    return capture_id


def test_a_moment_that_was_not_sent_goes_from_another_page_load_and_is_one_photo(site: Site, page: Page) -> None:
    Cut(page)
    start_camera(page, site)
    until(page, "window.shown.some(answer => answer.face)")
    page.get_by_role("button", name="Take a photo now").click()
    waiting = page.locator("[data-part=waiting]")
    expect(waiting).to_contain_text("1")
    card = page.locator("[data-part=strip] > li").first
    expect(card).to_contain_text("Waits on this device")
    [capture_id] = page.evaluate(WAITING)
    assert page.request.get(f"{site.url}/api/v1/photos/").json()["results"] == []

    # Every other page says so, too, and leads back.
    page.goto(f"{site.url}/album/")
    here = page.locator(".waits-here")
    expect(here).to_contain_text("A photo on this device is not in your album yet")
    expect(here.locator("a")).to_have_attribute("href", "/camera/")

    # Two tabs have it, one of them with a camera: one sends it, and the camera keeps its seat.
    page.evaluate(HOLD_LOCK, capture_id)
    tabs = [page.context.new_page() for _ in range(2)]
    watched = [Watched(tab) for tab in tabs]
    start_camera(tabs[0], site)
    live = tabs[0].locator("[data-part=stage][data-state=live]")
    tabs[1].add_init_script(ASKS_FIRST)
    tabs[1].goto(f"{site.url}/camera/")
    for tab in tabs:
        expect(tab.locator("[data-part=waiting]")).to_contain_text("1")
        expect(tab.locator("[data-part=strip] > li")).to_contain_text("Another tab is sending it")
    page.evaluate("letGo()")
    for tab in tabs:
        expect(tab.locator("[data-part=waiting]")).to_be_hidden()
    assert sorted(each.stills > 0 for each in watched) == [False, True], [each.stills for each in watched]
    assert len(page.request.get(f"{site.url}/api/v1/photos/").json()["results"]) == 1
    until(page, f"({WAITING})().then(keys => keys.length === 0)")
    shown = tabs[0].evaluate("window.shown.length")
    until(tabs[0], f"window.shown.length > {shown}")
    expect(live).to_be_visible()

    # A person who opens the camera there takes the seat as ever.
    tabs[1].get_by_role("button", name="Start camera").click()
    expect(tabs[0].locator("[data-part=problem]")).to_contain_text("The camera runs in another tab")
    expect(tabs[1].locator("[data-part=stage][data-state=live]")).to_be_visible()


def test_what_waits_says_what_it_waits_for_and_is_there_after_signing_in_again(site: Site, page: Page) -> None:
    page.add_init_script(ASKS_FIRST)
    server = PretendServer(page)
    server.closing = 4401
    page.goto(f"{site.url}/album/")
    page.evaluate(LEAVE_SOME, [[None], "ticket", 0])
    page.goto(f"{site.url}/camera/")
    notice, card = page.locator("[data-part=waiting]"), page.locator("[data-part=strip] > li").first
    expect(notice).to_contain_text("You are signed out")
    expect(card).to_contain_text("until you sign in again")
    for code, why, what in (
        (4403, "The camera needs your consent", "until you agree"),
        (4429, "doesn't take them just now", "doesn't take it just now"),
    ):
        server.closing = code
        notice.locator("[data-action=deliver]:visible").focus()
        page.keyboard.press("Enter")
        expect(notice).to_contain_text(why)
        expect(card).to_contain_text(what)
        assert page.evaluate("document.activeElement !== document.body"), "the keyboard is still somewhere"

    # The session has ended: whoever goes to sign in again finds it there when they come back; nobody else would.
    server.closing = 4401
    notice.locator("[data-action=deliver]:visible").click()
    cookies: Any = page.context.cookies()
    page.context.clear_cookies()
    notice.get_by_role("link", name="Sign in").click()
    page.wait_for_url("**/accounts/login/**")
    page.wait_for_load_state("networkidle")
    assert len(page.evaluate(WAITING)) == 1
    page.context.add_cookies(cookies)
    server.closing = None
    page.goto(f"{site.url}/camera/")
    expect(notice).to_be_hidden()
    expect(page.locator("[data-part=strip] > li[data-state=saved]")).to_have_count(1)
    assert server.controls[0]["source"] == "deliver"


def test_a_device_whose_clock_is_far_ahead_keeps_what_waits(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/album/")
    page.evaluate(LEAVE_SOME, [[None, None], "ticket", 0])
    page.add_init_script("{ const now = Date.now; Date.now = () => now() + 30 * 86400000; }")
    with page.expect_response("**/privacy/"):
        page.goto(f"{site.url}/albums/")
    expect(page.locator(".waits-here")).to_contain_text("2 photos on this device")
    assert len(page.evaluate(WAITING)) == 2


def test_a_waiting_moment_can_be_deleted_and_signing_out_leaves_none(site: Site, page: Page) -> None:
    server = PretendServer(page, lambda seq: Verdict.HOLD)
    start_camera(page, site)
    first = offline(page, server)
    card = page.locator("[data-part=strip] > li").first
    expect(card).to_contain_text("Waits on this device")
    card.get_by_role("button", name="Delete").click()
    expect(page.locator("[data-part=strip] > li")).to_have_count(0)
    until(page, f"({WAITING})().then(keys => keys.length === 0)")

    server.refusing = False
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-part=bar]")).to_be_hidden()
    second = offline(page, server, max(server.frames))
    assert page.evaluate(WAITING) == [second] != [first]
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("header details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "camera" not in url)
    assert page.evaluate(WAITING) is None


@pytest.mark.parametrize("script", [FULL_DEVICE, NO_DATABASE], ids=["full", "no database"])
def test_a_device_with_no_room_says_so_and_the_page_still_delivers(site: Site, page: Page, script: str) -> None:
    page.add_init_script(script)
    server = PretendServer(page, lambda seq: Verdict.COMMIT if seq == 5 else Verdict.DROP)
    server.silent_stills = True
    start_camera(page, site)
    for _ in range(400):
        if len(server.frames) > 8:
            break
        page.wait_for_timeout(50)
    capture_id = server.commit(5, "moment")
    card = page.locator("[data-part=strip] > li").first
    expect(card).to_contain_text("Saving")
    server.socket.close(code=1011)
    expect(card).to_contain_text("keep this page open")
    server.silent_stills = False
    until(page, "window.saved.length === 1")
    assert page.evaluate("window.saved[0].captureId") == capture_id


def sign_out(page: Page, *, sure: bool) -> None:
    page.once("dialog", lambda dialog: dialog.accept() if sure else dialog.dismiss())
    page.locator("header details.menu summary").click()
    with page.expect_event("dialog"):
        page.get_by_role("button", name="Sign out").click()


def test_signing_out_asks_first_and_takes_nothing_before_the_server_has_answered(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/album/")
    page.evaluate(LEAVE_SOME, [[None], "ticket", 0])
    page.context.set_offline(True)
    sign_out(page, sure=True)
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto(f"{site.url}/album/")
    assert len(page.evaluate(WAITING)) == 1

    sign_out(page, sure=False)
    page.goto(f"{site.url}/album/")
    assert len(page.evaluate(WAITING)) == 1
    sign_out(page, sure=True)
    page.wait_for_url(f"{site.url}/")
    until(page, f"({WAITING})().then(keys => !keys?.length)")


def test_every_page_takes_away_what_is_not_for_who_is_there(site: Site, page: Page) -> None:
    left = f"({WAITING})().then(keys => keys?.length ?? 0)"
    page.goto(f"{site.url}/album/")
    page.evaluate(LEAVE_SOME, [[None, "0", "0"], "ticket", 0])
    page.evaluate(LEAVE_SOME, [[None, None], "ticket", 8])
    page.goto(f"{site.url}/albums/")
    until(page, f"{left}.then(count => count === 1)")

    page.goto(f"{site.url}/consent/")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Take my consent back").click()
    page.wait_for_url(f"{site.url}/account/")
    until(page, f"{left}.then(count => count === 0)")

    page.evaluate(LEAVE_SOME, [[None], "ticket", 0])
    page.context.clear_cookies()
    page.goto(f"{site.url}/accounts/login/")
    until(page, f"{left}.then(count => count === 0)")


def test_what_was_taken_back_while_it_was_saved_stays_taken_back_and_old_tickets_cost_no_picture(
    site: Site, page: Page
) -> None:
    cut = Cut(page)
    start_camera(page, site)
    until(page, "window.shown.some(answer => answer.face)")
    page.evaluate(HOLD_CHUNKS)
    page.get_by_role("button", name="Take a photo now").click()
    card = page.locator("[data-part=strip] > li").first
    expect(card).to_contain_text("Saving")
    until(page, f"({WAITING})().then(keys => keys?.length > 0)")
    card.get_by_role("button", name="Undo").click()
    expect(card).to_contain_text("Undone")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{site.url}/album/")
    page.evaluate(LEAVE_SOME, [[None] * 20, "expired", 0])
    cut.broken = False
    start_camera(page, site)
    until(page, "document.querySelectorAll('[data-part=strip] > li[data-state=lost]').length === 20")
    until(page, f"({WAITING})().then(keys => keys.length === 20)")
    expect(page.locator("[data-part=stage]")).to_have_attribute("data-state", "live")
    assert page.request.get(f"{site.url}/api/v1/photos/").json()["results"] == []
    page.locator("[data-part=strip] > li[data-state=lost]").first.get_by_role("button", name="Delete").click()
    until(page, f"({WAITING})().then(keys => keys.length === 19)")
