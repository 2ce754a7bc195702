"""The main job in a real browser: two smiles, two photos, a memo, a card, and nobody else's eyes."""

import io
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Playwright, expect

from tests import portrait
from tests.browser.conftest import start_camera, until
from tests.live import Site, consent, launch, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.alone]

MEMO = "우리 가족의 행복한 순간 🎉 smile"


def download(context: BrowserContext, url: str) -> bytes:
    response = context.request.get(url)
    assert response.status == 200, (url, response.status)
    return response.body()


class Watchman:
    """Looks all the time where the server writes, its temporary files too, for new JPEGs under any name."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._over = folder, threading.Event()
        self.pictures: set[str] = set()
        self._before = set(self._files())  # other tests' people have photos, too
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            for path in self._files():
                if path not in self._before:
                    self._look(path)

    def _files(self) -> Iterator[Path]:
        for part in ("photos", "tmp"):
            yield from (self._folder / part).rglob("*")

    def _look(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                if file.read(3) == b"\xff\xd8\xff":
                    self.pictures.add(path.name)
        except OSError:  # a folder, or gone meanwhile
            pass

    def stop(self) -> set[str]:
        self._over.set()
        self._thread.join()
        return self.pictures


def test_two_smiles_become_two_photos_with_memo_and_card(site: Site, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1100, "height": 900}, timezone_id="Asia/Seoul")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    sign_up(page, site, "alice")
    page.goto(f"{site.url}/camera/")
    assert "/consent/" in page.url, "no camera without consent"
    consent(page, site)
    watchman = Watchman(site.data)

    start_camera(page, site)
    until(page, "window.saved.length >= 2")
    saved = page.evaluate("window.saved")
    page.screenshot(path=str(tmp_path / "camera.png"))
    expect(page.locator("[data-part=strip] li").nth(1)).to_be_visible()
    assert page.evaluate("window.shown.length") > 30
    page.goto(f"{site.url}/album/")
    pictures = watchman.stop()

    # Only what was kept ever touched the disk, under the kept photos' own names; one may have been on its way just now.
    names = {name.split(".")[0] for name in pictures}
    assert names >= {photo["id"] for photo in saved}
    for name in names:
        assert answers(context, f"{site.url}/api/v1/photos/{name}/"), name

    # The stored picture is the judged one, at the camera's size: its bar code lies inside a smile of the clip.
    for photo in saved:
        stored = Image.open(io.BytesIO(download(context, site.url + photo["urls"]["photo"])))
        assert stored.size == (portrait.WIDTH, portrait.HEIGHT)
        assert not stored.getexif()
        time = portrait.number_of(np.asarray(stored)) / portrait.FPS
        assert any(start <= time <= end for start, end in portrait.moments()), time

    page.reload()
    moments = context.request.get(f"{site.url}/api/v1/photos/").json()["results"]
    assert 1 <= len(moments) <= len(names)
    expect(page.locator("img[src*=thumbnail]")).to_have_count(len(moments))
    page.goto(site.url + saved[0]["urls"]["page"])
    page.fill("textarea[name=memo]", MEMO)
    page.locator("form:has(textarea[name=memo]) button[type=submit]").click()
    page.wait_for_load_state()
    page.reload()
    assert page.input_value("textarea[name=memo]") == MEMO
    page.screenshot(path=str(tmp_path / "photo.png"))

    card = Image.open(io.BytesIO(download(context, site.url + saved[0]["urls"]["card"])))
    assert card.format == "PNG"
    plain = Image.open(io.BytesIO(download(context, site.url + saved[1]["urls"]["card"])))
    assert coloured_pixels(card) > 200, "the emoji is drawn in colour"
    assert coloured_pixels(plain) == 0
    assert dark_pixels(card) > dark_pixels(plain) + 1_000, "the memo is written on the card"
    assert errors == []

    stranger = browser.new_context()
    other = stranger.new_page()
    sign_up(other, site, "charlie")
    for address in (*saved[0]["urls"].values(), f"/api/v1/photos/{saved[0]['id']}/"):
        assert stranger.request.get(site.url + address).status == 404, address


def answers(context: BrowserContext, address: str, seconds: float = 10) -> bool:
    """Whether it is there, or soon will be: a photo's file comes before its row."""
    deadline = time.monotonic() + seconds
    while context.request.get(address).status != 200:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def caption(card: Image.Image) -> npt.NDArray[np.int64]:
    """What is below the photo on a card of a 4:3 picture, int (height, width, 3)."""
    border = card.width // 20
    return np.asarray(card.convert("RGB")).astype(int)[border + (card.width - 2 * border) * 3 // 4 + 8 :, 8:-8]


def coloured_pixels(card: Image.Image) -> int:
    below = caption(card)
    return int((below.max(axis=2) - below.min(axis=2) > 80).sum())


def dark_pixels(card: Image.Image) -> int:
    return int((caption(card).max(axis=2) < 110).sum())


def test_undo_takes_the_photo_back_and_restore_brings_it_again(site: Site, browser: Browser) -> None:
    page = browser.new_context().new_page()
    sign_up(page, site, "undoer")
    consent(page, site)
    start_camera(page, site)
    until(page, "window.saved.length >= 1")
    photo = page.evaluate("window.saved[0]")
    card = page.locator("[data-part=strip] li").filter(has=page.locator(f"a[href*='{photo['id']}']")).first
    card.get_by_role("button", name="Undo").first.click()
    expect(card.get_by_role("button", name="Restore").first).to_be_visible()
    assert page.request.get(f"{site.url}/api/v1/photos/{photo['id']}/").json()["trashed_at"]
    card.get_by_role("button", name="Restore").first.click()
    expect(card.get_by_role("button", name="Undo").first).to_be_visible()
    assert page.request.get(f"{site.url}/api/v1/photos/{photo['id']}/").json()["trashed_at"] is None


def test_the_camera_stops_when_the_page_is_left(site: Site, browser: Browser) -> None:
    page = browser.new_context().new_page()
    sign_up(page, site, "leaver")
    consent(page, site)
    start_camera(page, site)
    page.evaluate("window.track = document.querySelector('video').srcObject.getVideoTracks()[0]")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    until(page, "window.track.readyState === 'ended'")


def test_a_denied_camera_is_explained(site: Site, playwright: Playwright) -> None:
    bare = launch(playwright)  # no fake camera, nobody to say yes
    page = bare.new_context(permissions=[]).new_page()
    sign_up(page, site, "denied")
    consent(page, site)
    page.goto(f"{site.url}/camera/")
    page.get_by_role("button", name="Start camera").click()
    expect(page.locator("[data-part=problem]")).to_contain_text("camera", ignore_case=True)
    expect(page.locator("[data-part=problem]").get_by_role("button", name="Try again")).to_be_visible()
    bare.close()
