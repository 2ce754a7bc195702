"""The camera page in trouble and on phones: what goes away comes back, and what a browser lacks is missed by nobody."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect

from capture.protocol import Verdict
from tests import clips
from tests.browser import keyboard
from tests.browser.conftest import start_camera, until
from tests.browser.wire import PretendServer
from tests.live import PASSWORD, Site, consent, launch, sign_up
from tests.portrait import Segment

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.alone]

PERSON = "stately"
PHONE = """(() => {
  window.asked = [];
  const get = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  let facing = "user";
  navigator.mediaDevices.getUserMedia = async (wish) => {
    window.asked.push(wish.video);
    facing = wish.video.facingMode ?? "user";
    return get({ video: true });
  };
  const settings = MediaStreamTrack.prototype.getSettings;
  MediaStreamTrack.prototype.getSettings = function () { return { ...settings.call(this), facingMode: facing }; };
  const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
  navigator.mediaDevices.enumerateDevices = async () => {
    const one = (await list()).find(({ kind }) => kind === "videoinput");
    return [one, { kind: "videoinput", deviceId: "back", label: "Back" }];
  };
  window.locks = [];
  const lock = () => { const one = { released: false, release: async () => { one.released = true; } }; return one; };
  const request = async () => { window.locks.push(lock()); return window.locks.at(-1); };
  Object.defineProperty(navigator, "wakeLock", { value: { request } });
  window.ticks = 0;
  navigator.vibrate = () => { window.ticks += 1; return true; };
  window.shared = [];
  navigator.canShare = ({ files }) => files.length === 1;
  navigator.share = async ({ files }) => { window.shared.push([files[0].name, files[0].type, files[0].size]); };
  window.spoken = [];
  speechSynthesis.speak = ({ text, lang }) => window.spoken.push([text, lang]);
})()"""
OLD = """
delete Navigator.prototype.wakeLock; delete Navigator.prototype.vibrate; delete Navigator.prototype.share;
delete Navigator.prototype.canShare; delete Navigator.prototype.permissions; delete Element.prototype.getAnimations;
delete Element.prototype.animate;
Object.defineProperty(globalThis, "speechSynthesis", { value: undefined });
Object.defineProperty(globalThis, "indexedDB", { value: undefined });
delete globalThis.AudioContext;
"""
SEED = f"""
from accounts.models import User
from gallery import services
from tests.gallery.conftest import arguments
photo = services.photo_create(**arguments(User.objects.get(username="{PERSON}")))
services.photo_memo_set(photo=photo, memo="산책")
"""
HIDE = """(hidden) => {
  if (hidden) Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  else delete document.visibilityState;
  document.dispatchEvent(new Event("visibilitychange"));
}"""


AXE = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def assert_open_to_everyone(page: Page) -> None:
    """Nothing for axe to complain of, in light and in dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = Axe().run(page, options=AXE).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == [], scheme


@pytest.fixture(scope="module")
def sober(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    clip = clips.write_hd_mjpeg(tmp_path_factory.mktemp("hd") / "sober.mjpeg", (Segment(6.0, (0, 0)),))
    browser = launch(playwright, clip)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def _person(site: Site, sober: Browser) -> None:
    page = sober.new_page()
    sign_up(page, site, PERSON)
    consent(page, site)
    page.close()


def enter(site: Site, browser: Browser, script: str = "", **options: object) -> Page:
    """The person's page, signed in; `script` runs before the page's own."""
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
    page.goto(f"{site.url}/accounts/login/")
    page.fill("input[name=login]", PERSON)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "login" not in url)
    if script:
        page.add_init_script(script)
    return page


@pytest.mark.usefixtures("_person")
def test_on_a_phone_the_screen_stays_awake_the_camera_turns_and_a_photo_is_felt_spoken_and_shared(
    site: Site, sober: Browser
) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "locale": "ko-KR"}
    page = enter(site, sober, PHONE, **phone)
    start_camera(page, site)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator("video")).to_have_class(re.compile("mirrored"))
    assert page.evaluate("locks.length") == 1

    # A voice, asked for by hand, in the page's language; kept for the next time.
    page.locator("[data-part=options] summary").click()
    voice = page.locator("[data-choice=voice]")
    with page.expect_response("**/api/v1/preferences/") as told:
        voice.click()
    assert told.value.json()["voice"] is True
    expect(voice).to_have_attribute("aria-pressed", "true")
    until(page, "spoken.length > 0 && spoken[0][1] === 'ko'")
    page.locator("[data-part=expression] summary").click()
    assert_open_to_everyone(page)
    page.keyboard.press("Escape")

    until(page, "window.shown.some(answer => answer.face)")
    page.locator("[data-part=shutter]").click()
    until(page, "window.saved.length === 1")
    assert page.evaluate("ticks") == 1
    expect(page.locator("[data-part=announcer]")).to_have_text("사진을 저장했어요")
    until(page, "spoken.some(([text]) => text === '사진을 저장했어요')")
    page.locator("[data-card-share]:visible").click()
    until(page, "shared.length === 1")
    name, kind, size = page.evaluate("shared[0]")
    assert (name, kind) == ("happy-moment.png", "image/png")
    assert size > 10_000

    # The other camera is no mirror; hidden and back, the screen is kept awake anew.
    page.locator("[data-part=flip]").click()
    until(page, "asked.at(-1).facingMode === 'environment'")
    expect(page.locator("[data-part=stage][data-state=live]")).to_be_visible()
    expect(page.locator("video")).not_to_have_class(re.compile("mirrored"))
    page.evaluate("locks.at(-1).released = true")
    page.evaluate(HIDE, True)
    page.evaluate(HIDE, False)
    until(page, "!locks.at(-1).released")
    page.locator("[data-part=stop]").click()
    until(page, "locks.every(({ released }) => released)")
    page.context.close()


@pytest.mark.usefixtures("_person")
def test_a_browser_without_any_of_it_still_keeps_a_photo_and_downloads_its_card(site: Site, sober: Browser) -> None:
    page = enter(site, sober, OLD)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    start_camera(page, site)
    assert page.evaluate("[typeof navigator.wakeLock, typeof navigator.share, typeof indexedDB]") == ["undefined"] * 3
    until(page, "window.shown.some(answer => answer.face)")
    page.keyboard.press("Space")
    until(page, "window.saved.length === 1")
    with page.expect_download() as download:
        page.locator("[data-card-share]:visible").click()
    assert download.value.suggested_filename == "happy-moment.png"
    page.locator("[data-part=options] summary").click()
    expect(page.locator("[data-choice=voice]")).to_be_hidden()
    page.locator("[data-choice=sound]").click()
    assert errors == []
    page.context.close()


@pytest.mark.usefixtures("_person")
def test_a_camera_that_goes_comes_back_and_one_that_is_forbidden_is_told_apart(site: Site, sober: Browser) -> None:
    page = enter(site, sober)
    PretendServer(page)
    start_camera(page, site)
    problem = page.locator("[data-part=problem]")
    live = page.locator("[data-part=stage][data-state=live]")
    end = "document.querySelector('video').srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))"
    page.evaluate(end)
    expect(problem).to_contain_text("The camera is gone")
    expect(page.locator("[data-part=deck]")).to_be_hidden()
    page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    expect(live).to_be_visible()

    page.evaluate("navigator.permissions.query = async () => ({ state: 'denied', addEventListener() {} })")
    page.evaluate(end)
    expect(problem).to_contain_text("not allowed here")
    assert_open_to_everyone(page)
    page.keyboard.press("Tab")
    problem.get_by_role("button", name="Try again").focus()
    page.keyboard.press("Enter")
    expect(live).to_be_visible()
    page.context.close()


@pytest.mark.usefixtures("_person")
def test_a_connection_that_falls_silent_is_given_up_and_found_again_whatever_the_clock_says(
    site: Site, sober: Browser
) -> None:
    page = enter(site, sober)
    server = PretendServer(page, lambda seq: Verdict.COMMIT if seq == 5 else Verdict.DROP)
    start_camera(page, site)
    until(page, "window.shown.length > 5")
    # A wrong clock ends no ticket: only the server's counts.
    page.evaluate("Date.now = () => 8.64e13")
    page.evaluate("Object.defineProperty(navigator, 'onLine', { value: false, configurable: true })")
    server.answering = False
    server.silent_stills = True
    capture_id = server.commit(5, "moment")
    bar = page.locator("[data-part=bar]")
    expect(bar).to_contain_text("You are offline")
    expect(page.locator("[data-part=strip] > li").first).to_contain_text("Waits on this device")
    assert_open_to_everyone(page)
    server.answering, server.silent_stills = True, False
    page.evaluate("delete navigator.onLine; dispatchEvent(new Event('online'))")
    expect(bar).to_be_hidden()
    until(page, "window.saved.length === 1")
    assert page.evaluate("window.saved[0].captureId") == capture_id
    assert server.connections >= 2
    page.context.close()


@pytest.mark.usefixtures("_person")
def test_everything_on_the_page_is_done_by_keyboard_and_the_focus_is_never_lost(site: Site, sober: Browser) -> None:
    page = enter(site, sober, f"{PHONE};{keyboard.ASKS_FIRST}", viewport={"width": 1440, "height": 900})
    server = PretendServer(page)
    page.route("**/api/v1/photos/**", keyboard.photos)
    page.goto(f"{site.url}/camera/")
    expect(page.get_by_role("button", name="Start camera")).to_be_enabled()
    keyboard.start_and_shoot(page, server)
    keyboard.choose(page)
    keyboard.take_back(page, server)
    keyboard.meet_a_problem(page)
    keyboard.play_a_file(page)
    page.context.close()


@pytest.mark.usefixtures("_person")
def test_without_javascript_the_page_says_so_and_shows_the_album(site: Site, sober: Browser) -> None:
    page = enter(site, sober, java_script_enabled=False)
    site.manage("shell", "-c", f"exec({SEED!r})")
    page.goto(f"{site.url}/camera/")
    told = page.locator("noscript p")
    expect(told.first).to_be_visible()
    assert "JavaScript" in (told.first.text_content() or "")
    expect(page.get_by_role("button", name="Start camera")).to_be_hidden()
    photos = page.locator("[data-part=strip] img")
    assert "산책" in [photo.get_attribute("alt") for photo in photos.all()]
    told.locator("a").click()
    assert page.url == f"{site.url}/album/"
    page.context.close()
