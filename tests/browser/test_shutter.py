"""The photo is the judged frame, at the camera's full resolution, whichever way the browser has to take it."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect

from tests import clips
from tests.browser.conftest import start_camera, until
from tests.browser.wire import Watched, picture_of
from tests.live import Site, consent, launch, sign_up
from tests.portrait import Segment

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.alone]

COUNT_PICTURES = """() => {
  const there = new Set();
  window.mostPictures = 0;
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...more) {
    if (message.task === "take") there.add(message.seq);
    if (message.task === "drop") there.delete(message.seq);
    window.mostPictures = Math.max(window.mostPictures, there.size);
    return post.call(this, message, ...more);
  };
}"""


@pytest.fixture(scope="module")
def hd_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clips.write_hd_mjpeg(tmp_path_factory.mktemp("hd") / "two_smiles.mjpeg")


@pytest.fixture
def hd_browser(playwright: Playwright, hd_clip: Path) -> Iterator[Browser]:
    browser = launch(playwright, hd_clip)
    yield browser
    browser.close()


def visit(browser: Browser, site: Site, name: str, script: str = "") -> tuple[Page, Watched]:
    """A person at the camera; `script` runs before any of the page's own."""
    page = browser.new_page()
    if script:
        page.add_init_script(script)
    watched = Watched(page)
    sign_up(page, site, name)
    consent(page, site)
    start_camera(page, site)
    return page, watched


def stored(page: Page, site: Site, photo: dict[str, Any]) -> Image.Image:
    response = page.request.get(site.url + photo["urls"]["photo"])
    assert response.status == 200
    return Image.open(io.BytesIO(response.body())).convert("RGB")


def assert_kept_is_judged(page: Page, site: Site, watched: Watched) -> None:
    """Every photo in the album is the very frame that the server judged, in full."""
    for photo in page.evaluate("window.saved"):
        picture = stored(page, site, photo)
        assert picture.size == (clips.HD_WIDTH, clips.HD_HEIGHT)
        judged = picture_of(watched.frames[watched.commits[photo["captureId"]]["seq"]])
        assert max(judged.shape) <= 640
        assert clips.hd_number_of(np.asarray(picture)) == clips.hd_number_of(judged)


def test_the_album_holds_the_judged_frames_at_1280_by_720_and_three_pictures_at_most_were_kept(
    site: Site, hd_browser: Browser
) -> None:
    page, watched = visit(hd_browser, site, "judged", f"({COUNT_PICTURES})()")
    until(page, "window.saved.length >= 2")
    assert_kept_is_judged(page, site, watched)
    assert 2 <= page.evaluate("window.mostPictures") <= 3


WITHOUT = {
    "VideoFrame": ["VideoFrame"],
    "createImageBitmap too": ["VideoFrame", "createImageBitmap"],
    "OffscreenCanvas": ["OffscreenCanvas"],
    "workers": ["Worker"],
    "requestVideoFrameCallback": ["HTMLVideoElement.prototype.requestVideoFrameCallback"],
    "all of them": [
        "VideoFrame",
        "OffscreenCanvas",
        "createImageBitmap",
        "HTMLVideoElement.prototype.requestVideoFrameCallback",
    ],
}


@pytest.mark.parametrize("missing", list(WITHOUT))
def test_a_browser_without_newer_parts_still_gets_a_photo_into_the_album(
    site: Site, hd_browser: Browser, missing: str
) -> None:
    script = "".join(f"delete globalThis.{name};" for name in WITHOUT[missing])
    page, watched = visit(hd_browser, site, f"old-{list(WITHOUT).index(missing)}", script)
    gone = [page.evaluate(f"typeof globalThis.{name}") for name in WITHOUT[missing]]
    assert set(gone) == {"undefined"}
    until(page, "window.saved.length >= 1", 90)
    assert_kept_is_judged(page, site, watched)
    assert page.evaluate("window.shown.some(answer => answer.face)")  # and the mask was painted


@pytest.fixture
def sober(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """A browser whose camera sees somebody who never smiles."""
    browser = launch(playwright, clips.write_hd_mjpeg(tmp_path / "sober.mjpeg", (Segment(6.0, (0, 0)),)))
    yield browser
    browser.close()


def test_the_shutter_button_the_space_bar_and_the_countdown_keep_a_face_that_does_not_smile(
    site: Site, sober: Browser
) -> None:
    page, watched = visit(sober, site, "sober")
    until(page, "window.shown.some(answer => answer.face)")
    page.get_by_role("button", name="Take a photo now").click()
    until(page, "window.saved.length === 1")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    until(page, "window.saved.length === 2")

    timer = page.locator("[data-part=timer]")
    number = page.locator("[data-part=countdown]")
    timer.click()
    expect(number).to_have_text("3")
    page.keyboard.press("Escape")
    expect(number).to_be_hidden()
    timer.click()
    for digit in "321":
        expect(number).to_have_text(digit)
    until(page, "window.saved.length === 3")
    assert_kept_is_judged(page, site, watched)


def test_undo_in_the_tray_takes_the_photo_back_and_the_tray_goes_by_itself(site: Site, sober: Browser) -> None:
    page, _ = visit(sober, site, "undoing")
    until(page, "window.shown.some(answer => answer.face)")
    tray = page.locator("[data-part=tray]")
    page.get_by_role("button", name="Take a photo now").click()
    # At once, before the photo is saved.
    tray.get_by_role("button", name="Undo").click()
    expect(tray).to_be_hidden()
    until(page, "window.saved.length === 1")
    card = page.locator("[data-part=strip] > li").first
    expect(card.get_by_role("button", name="Restore")).to_be_visible()
    photo = page.evaluate("window.saved[0]")
    assert page.request.get(f"{site.url}/api/v1/photos/{photo['id']}/").json()["trashed_at"]

    # The pointer is off it now; while it is on it the tray stays.
    page.get_by_role("button", name="Take a photo now").click()
    expect(tray).to_be_visible()
    expect(tray).to_be_hidden(timeout=12_000)
