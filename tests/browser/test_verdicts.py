"""The page against a pretend server that decides as the test says: verdicts, alternates, pace, trouble."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from capture.protocol import Verdict
from tests import clips
from tests.browser.conftest import start_camera, until
from tests.browser.wire import PretendServer, picture_of
from tests.live import Site, consent, launch, sign_up
from tests.portrait import Segment

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.alone]


@pytest.fixture(scope="module")
def running(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    clip = clips.write_hd_mjpeg(tmp_path_factory.mktemp("hd") / "sober.mjpeg", (Segment(8.0, (0, 0)),))
    browser = launch(playwright, clip)
    yield browser
    browser.close()


@pytest.fixture
def page(site: Site, running: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = running.new_context()
    page = context.new_page()
    sign_up(page, site, re.sub(r"\W", "", request.node.name)[5:30])
    consent(page, site)
    yield page
    context.close()


def sent(page: Page, server: PretendServer, count: int, seconds: float = 20) -> None:
    """Wait until that many frames have come in all."""
    for _ in range(round(seconds * 20)):
        if len(server.frames) >= count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{len(server.frames)} frames of {count}")


def number(jpeg: bytes) -> int:
    return clips.hd_number_of(picture_of(jpeg))


def test_what_is_committed_later_is_the_held_frame_itself(site: Site, page: Page) -> None:
    holds = (8, 12)
    server = PretendServer(page, lambda seq: Verdict.HOLD if seq in holds else Verdict.DROP)
    start_camera(page, site)
    sent(page, server, 40)
    capture_id = server.commit(12, "moment")
    gone_id = server.commit(8, "another")  # it gave way to 12
    until(page, "window.saved.length === 1")
    assert picture_of(server.stills[capture_id]).shape == (720, 1280, 3)
    assert number(server.stills[capture_id]) == number(server.frames[12])
    assert gone_id not in server.stills


def test_a_released_picture_is_gone(site: Site, page: Page) -> None:
    server = PretendServer(page, lambda seq: Verdict.HOLD if seq == 5 else Verdict.DROP)
    start_camera(page, site)
    sent(page, server, 10)
    server.say(type="release", seq=5)
    released = server.commit(5, "moment")
    sent(page, server, 30)
    assert released not in server.stills


def test_further_pictures_of_a_moment_fold_behind_the_first(site: Site, page: Page) -> None:
    server = PretendServer(page, lambda seq: Verdict.COMMIT if seq in (5, 15, 25) else Verdict.DROP)
    start_camera(page, site)
    for seq in (5, 15, 25):
        sent(page, server, seq)
        page.wait_for_timeout(100)
        server.commit(seq, "moment", alternate=seq > 5)
    until(page, "window.saved.length === 3")
    cards = page.locator("[data-part=strip] > li")
    expect(cards).to_have_count(1)
    fold = cards.locator("[data-card-fold]").first
    expect(fold).to_have_text("+2")
    alternates = cards.locator("[data-card-alternates]").first
    expect(alternates).to_be_hidden()
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(alternates.locator("> li")).to_have_count(2)
    expect(alternates).to_be_visible()


def test_the_checklist_says_which_conditions_hold(site: Site, page: Page) -> None:
    server = PretendServer(page)
    start_camera(page, site)
    sent(page, server, 20)
    state = {
        item.get_attribute("data-condition"): item.get_attribute("data-state")
        for item in page.locator("[data-condition]").all()
    }
    assert {name for name, holds in state.items() if holds == "holds"} == {"face", "light"}
    assert {name for name, holds in state.items() if holds == "misses"} == set(state) - {"face", "light"}
    assert page.locator("[data-condition=face]").inner_text().split() == ["Face", "yes"]
    assert page.locator("[data-condition=smile]").inner_text().split() == ["Smile", "not", "yet"]


def test_the_servers_wish_for_fewer_frames_is_obeyed(site: Site, page: Page) -> None:
    server = PretendServer(page)
    server.pace_ms = 400
    start_camera(page, site)
    sent(page, server, 3)
    before = len(server.frames)
    page.wait_for_timeout(4000)
    assert 6 <= len(server.frames) - before <= 11


def test_never_more_than_two_unanswered_and_none_while_the_page_is_hidden(site: Site, page: Page) -> None:
    server = PretendServer(page)
    start_camera(page, site)
    sent(page, server, 10)
    page.evaluate(
        """() => { Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
        document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    page.wait_for_timeout(300)
    hidden = len(server.frames)
    page.wait_for_timeout(1500)
    assert len(server.frames) == hidden
    server.answering = False
    page.evaluate("() => { delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange')); }")
    sent(page, server, hidden + 1)
    page.wait_for_timeout(1000)
    assert len(server.frames) - hidden <= 2


def test_a_full_server_is_said_counted_down_and_tried_again(site: Site, page: Page) -> None:
    server = PretendServer(page)
    start_camera(page, site)
    sent(page, server, 5)
    server.say(type="error", code="overloaded", retry_after=3)
    server.socket.close(code=4503)
    bar = page.locator("[data-part=bar]")
    expect(bar).to_contain_text("Too many cameras")
    expect(bar).to_contain_text(re.compile("Trying again in [34] s"))
    page.wait_for_timeout(2000)
    assert server.connections == 1  # not sooner than it asked
    expect(bar).to_contain_text(re.compile("Trying again in [12] s"))
    before = len(server.frames)
    expect(bar).to_be_hidden(timeout=8000)
    sent(page, server, before + 5)
    assert server.connections == 2


def test_a_server_that_goes_down_gets_what_is_on_its_way_and_is_found_again(site: Site, page: Page) -> None:
    server = PretendServer(page, lambda seq: Verdict.COMMIT if seq == 5 else Verdict.DROP)
    start_camera(page, site)
    sent(page, server, 10)
    server.commit(5, "moment")
    server.say(type="draining", retry_after=1)
    bar = page.locator("[data-part=bar]")
    expect(bar).to_contain_text("restarting")
    until(page, "window.saved.length === 1")
    expect(bar).to_be_hidden(timeout=8000)
    assert server.connections == 2
    before = len(server.frames)
    sent(page, server, before + 5)


def test_a_shutter_that_met_nobody_is_told(site: Site, page: Page) -> None:
    server = PretendServer(page)
    start_camera(page, site)
    sent(page, server, 3)
    page.get_by_role("button", name="Take a photo now").click()
    page.wait_for_timeout(200)
    assert server.controls[-1] == {"type": "shutter"}
    server.say(type="error", code="no_face")
    expect(page.locator("[data-part=status]")).to_contain_text("Nobody was in the picture")


def test_a_picture_that_is_not_its_frame_is_told_and_can_be_downloaded(site: Site, page: Page, tmp_path: Path) -> None:
    server = PretendServer(page, lambda seq: Verdict.COMMIT if seq == 5 else Verdict.DROP)
    start_camera(page, site)
    server.refusal = "bad_still"
    sent(page, server, 8)
    server.commit(5, "moment")
    card = page.locator("[data-part=strip] > li").first
    expect(card).to_contain_text("was not the one that was judged")
    with page.expect_download() as download:
        card.get_by_role("link", name="Download").click()
    download.value.save_as(tmp_path / "kept.jpg")
    assert number((tmp_path / "kept.jpg").read_bytes()) == number(server.frames[5])
