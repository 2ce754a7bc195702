"""Bringing pictures in a real browser: chosen, dropped, good ones, bad ones and the same one twice."""

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, expect

from tests.browser.conftest import until
from tests.gallery.pictures import frame, person, saved
from tests.live import Site, consent, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.model]

DROP = """async ([name, url]) => {
  const data = new DataTransfer();
  data.items.add(new File([await (await fetch(url)).blob()], name));
  document.querySelector("[data-part=zone]").dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def files() -> list[FilePayload]:
    blurred = Image.fromarray(np.asarray(cv2.GaussianBlur(frame(), (0, 0), 3), np.uint8))
    return [
        {"name": "웃는 날.jpg", "mimeType": "image/jpeg", "buffer": person()},
        {"name": "same.heic", "mimeType": "image/heic", "buffer": person(kind="HEIF")},
        {"name": "blurred.png", "mimeType": "image/png", "buffer": saved(blurred, "PNG")},
        {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"<html>not a picture</html>"},
    ]


def row(name: str) -> str:
    return f"[data-part=list] > li:has-text('{name}')"


def test_pictures_are_chosen_and_dropped_and_each_says_what_became_of_it(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 900, "height": 900}, timezone_id="Asia/Seoul")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_up(page, site, "bringer")
    consent(page, site, "uploads")
    page.goto(f"{site.url}/album/")
    page.get_by_role("link", name="Upload").first.click()
    page.set_input_files("input[type=file]", files())
    until(page, "document.querySelectorAll('[data-part=list] > li').length === 4")
    until(page, "!document.querySelector('li[data-state=waiting], li[data-state=sending], li[data-state=looking]')")
    page.screenshot(path=str(tmp_path / "upload.png"), full_page=True)

    expect(page.locator("[data-part=summary]")).to_have_text("3 of 4 in your album, 1 not")
    expect(page.locator(row("웃는 날.jpg"))).to_contain_text("Happy")
    # Whichever of the two came second says so.
    expect(page.locator("[data-part=list]").get_by_text("Looks like one in your album").first).to_be_visible()
    expect(page.locator(row("blurred.png"))).to_contain_text("Looks blurry")
    bad = page.locator(row("notes.jpg"))
    expect(bad).to_contain_text("This is no picture that can be read here")
    expect(bad.get_by_role("button", name="Try again")).to_be_visible()

    photos = page.request.get(f"{site.url}/api/v1/photos/").json()["results"]
    assert len(photos) == 3
    assert {photo["time_zone"] for photo in photos} == {"Asia/Seoul"}
    page.evaluate(DROP, ["dropped.jpg", photos[0]["urls"]["photo"]])
    expect(page.locator(row("dropped.jpg"))).to_have_attribute("data-state", "done")
    page.locator(row("웃는 날.jpg")).get_by_role("link", name="Open").click()
    page.wait_for_url("**/photos/**")
    expect(page.locator("section:has(#alike) li")).to_have_count(3)
    picture = page.request.get(page.url + "photo.jpg").body()
    assert Image.open(io.BytesIO(picture)).size == (640, 480)
    assert errors == []


def test_a_lost_connection_is_said_and_tried_again_it_arrives(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    sign_up(page, site, "tunnel")
    consent(page, site, "uploads")
    page.goto(f"{site.url}/album/upload/")
    page.route("**/api/v1/uploads*", lambda route: route.abort(), times=1)
    page.set_input_files("input[type=file]", files()[:1])
    only = page.locator("[data-part=list] > li")
    expect(only).to_contain_text("The connection broke.")
    expect(page.locator("[data-part=summary]")).to_have_text("0 of 1 in your album, 1 not")
    only.get_by_role("button", name="Try again").click()
    expect(only).to_contain_text("In your album")
    expect(page.locator("[data-part=summary]")).to_have_text("1 of 1 in your album")
    assert len(page.request.get(f"{site.url}/api/v1/photos/").json()["results"]) == 1
