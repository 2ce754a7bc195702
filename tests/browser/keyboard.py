"""A walk over the whole camera page by keyboard alone: every control is reached, and the focus is always seen."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from capture.protocol import Verdict
from tests.browser.conftest import until
from tests.browser.wire import PretendServer

ASKS_FIRST = "navigator.permissions.query = async () => ({ state: 'prompt', addEventListener() {} });"
FOCUSED = """(selector) => {
  const here = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(here);
  const { width, height } = here.getBoundingClientRect();
  const seen = here !== document.body && here.matches(":focus-visible") && width > 0 && height > 0
    && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  return [seen, here.matches(selector), here.outerHTML.slice(0, 120)];
}"""
RECORD = """async () => {
  const recorder = new MediaRecorder(document.querySelector("video").srcObject, { mimeType: "video/webm" });
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  setTimeout(() => recorder.stop(), 1200);
  await stopped;
  window.clip = new File(pieces, "clip.webm", { type: "video/webm" });
}"""
CHOOSE = """() => {
  const chosen = new DataTransfer();
  chosen.items.add(window.clip);
  const input = document.querySelector("[data-part=file-input]");
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}"""


def has_focus(page: Page, selector: str) -> None:
    """It has the focus, or gets it within a moment, and shows it."""
    for _ in range(100):
        seen, there, what = page.evaluate(FOCUSED, selector)
        if seen and there:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{selector} should have the focus, and show it; here it is: {what}")


def walk(page: Page, selector: str, key: str = "Tab", most: int = 40) -> None:
    """Press `key` until that has the focus; all on the way shows it, too."""
    passed = []
    for _ in range(most):
        page.keyboard.press(key)
        seen, there, what = page.evaluate(FOCUSED, selector)
        passed.append(what)
        assert seen, f"nobody sees where the keyboard is: {passed}"
        if there:
            return
    raise AssertionError(f"{selector} is not to be reached: {passed}")


def photos(route: Route) -> None:
    route.fulfill(status=204) if route.request.method == "DELETE" else route.fulfill(json={})


def wait_for(page: Page, true: Callable[[], object]) -> None:
    for _ in range(200):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came true")


def state(page: Page, name: str) -> None:
    expect(page.locator("[data-part=stage]")).to_have_attribute("data-state", name, timeout=30_000)


def start_and_shoot(page: Page, server: PretendServer) -> None:
    """The shutter comes to hand, and both its keys take a photo."""
    walk(page, "[data-action=start]")
    page.keyboard.press("Enter")
    state(page, "live")
    has_focus(page, "[data-part=shutter]")
    until(page, "document.querySelector('[data-part=status]').textContent.includes('smile')", 10)
    for key in ("Space", "Enter"):
        page.keyboard.press(key)
    wait_for(page, lambda: sum(each["type"] == "shutter" for each in server.controls) == 2)
    walk(page, "[data-part=timer]", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=countdown]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-part=countdown]")).to_be_hidden()


def choose(page: Page) -> None:
    """Options, and a camera from the list, which leaves the keyboard there; then the other side's."""
    walk(page, "[data-part=options] summary")
    page.keyboard.press("Enter")
    for choice in ("sound", "voice"):
        walk(page, f"[data-choice={choice}]")
        was = page.locator(f"[data-choice={choice}]").get_attribute("aria-pressed") or ""
        page.keyboard.press("Space")
        expect(page.locator(f"[data-choice={choice}]")).not_to_have_attribute("aria-pressed", was)
        page.keyboard.press("Space")
    walk(page, "[data-part=picker]")
    asked = page.evaluate("asked.length")
    page.keyboard.press("ArrowDown")
    until(page, f"asked.length > {asked}")
    state(page, "live")
    has_focus(page, "[data-part=picker]")
    walk(page, "[data-part=options] [data-action=file]")
    page.keyboard.press("Escape")
    has_focus(page, "[data-part=options] summary")
    walk(page, "[data-part=flip]", "Shift+Tab")
    page.keyboard.press("Enter")
    until(page, "asked.at(-1).facingMode !== undefined")
    state(page, "live")
    has_focus(page, "[data-part=shutter]")


def take_back(page: Page, server: PretendServer) -> None:
    """A kept moment is taken back from over the picture, and again and again from its card."""
    wanted: list[int] = []

    def the_next(seq: int) -> Verdict:
        if wanted:
            return Verdict.DROP
        wanted.append(seq)
        return Verdict.COMMIT

    server.judge = the_next
    wait_for(page, lambda: wanted)
    server.commit(wanted[0], "moment")
    expect(page.locator("[data-part=strip] > li[data-state=saved]")).to_be_visible()
    walk(page, "[data-tray-undo]", "Shift+Tab")
    page.keyboard.press("Enter")
    has_focus(page, "[data-part=shutter]")
    walk(page, "[data-card-restore]")
    page.keyboard.press("Enter")
    has_focus(page, "[data-card-undo]")
    page.keyboard.press("Enter")
    has_focus(page, "[data-card-restore]")


def meet_a_problem(page: Page) -> None:
    """What can be done about it is at hand; and after the stop the start is."""
    walk(page, "[data-part=shutter]", "Shift+Tab")
    page.evaluate(RECORD)
    page.evaluate("document.querySelector('video').srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))")
    state(page, "problem")
    has_focus(page, "[data-part=problem] [data-action=start]")
    asked = page.evaluate("asked.length")
    page.keyboard.press("Enter")
    state(page, "live")
    has_focus(page, "[data-part=shutter]")
    assert page.evaluate("asked.length") == asked + 1, "one press opens one camera"
    walk(page, "[data-part=stop]", "Shift+Tab")
    page.keyboard.press("Enter")
    has_focus(page, "[data-action=start]")


def play_a_file(page: Page) -> None:
    walk(page, "[data-part=start] [data-action=file]")
    page.evaluate(CHOOSE)
    state(page, "live")
    has_focus(page, "[data-part=shutter]")
    walk(page, "[data-part=file-play]")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    state(page, "done")
    has_focus(page, "[data-part=done] [data-action=again]")
    walk(page, "[data-part=done] [data-action=start]")
