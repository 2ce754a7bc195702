"""The camera and the main pages in browsers that are not Chromium: Firefox, and WebKit as GTK has it.

Their cameras are canvases that play the portrait's clip; Firefox's own pretended camera, which shows colours, is tried
as well.
"""

import base64
import io
import json
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.people import sessions
from tests import portrait
from tests.elsewhere.firefox import firefox
from tests.elsewhere.webkit import webkit
from tests.elsewhere.window import Window, until
from tests.live import Site, serve

FPS = 10
PAGES = ("/album/", "/albums/", "/album/calendar/", "/album/upload/", "/account/", "/account/preferences/")
LISTEN = """
window.shown = []; window.saved = [];
document.addEventListener("happythings:overlay", (event) => window.shown.push(event.detail));
document.addEventListener("happythings:saved", (event) => window.saved.push(event.detail.photo));
"""
CAMERA = """
const pictures = %s.map((jpeg) => Object.assign(new Image(), { src: "data:image/jpeg;base64," + jpeg }));
const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
const paint = canvas.getContext("2d");
let number = 0;
setInterval(() => paint.drawImage(pictures[number++ %% pictures.length], 0, 0), %d);
const media = navigator.mediaDevices ?? Object.defineProperty(navigator, "mediaDevices", { value: {} }).mediaDevices;
media.getUserMedia = async () => canvas.captureStream(%d);
"""
START = """
const start = [...document.querySelectorAll("button")].find((each) => each.textContent.includes("Start camera"));
if (start && start.checkVisibility()) start.click();
"""
LIVE = "document.querySelector('[data-part=stage][data-state=live]')"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.fixture(scope="module")
def people(site: Site) -> list[str]:
    return sessions(site, 3, "elsewhere")


@pytest.fixture
def fox(tmp_path: Path) -> Iterator[Window]:
    with firefox(tmp_path) as window:
        yield window


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Window]:
    with webkit(tmp_path) as window:
        yield window


def clip() -> str:
    """The portrait's two smiles as JPEGs in JSON."""
    pictures = []
    for picture in islice(portrait.frames(), 0, None, portrait.FPS // FPS):
        with io.BytesIO() as buffer:
            Image.fromarray(picture).save(buffer, "JPEG", quality=85)
            pictures.append(base64.b64encode(buffer.getvalue()).decode())
    return json.dumps(pictures)


def start(window: Window) -> None:
    """Press the button; again where the page's modules were not there yet."""
    for _ in range(30):
        window.run(START)
        time.sleep(1)
        if window.run(f"return Boolean({LIVE})"):
            return
    pytest.fail(f"no camera: {window.run('return document.body.innerText')[:500]}")


def smile_and_look(window: Window, site: Site, session: str) -> None:
    """A smile becomes a photo in the album, and every main page is there and as wide as the window."""
    window.sign_in(f"{site.url}/privacy/", session)
    window.go(f"{site.url}/camera/")
    window.run(LISTEN + CAMERA % (clip(), 1000 // FPS, 15))
    start(window)
    until(window, "window.shown.some((answer) => answer.face)", 90)
    until(window, "window.saved.length >= 1", 90)
    thumbnail = window.run("return window.saved[0].urls.thumbnail")
    window.go(f"{site.url}/album/")
    until(window, f"document.querySelector('img[src*=\"{thumbnail}\"]')?.naturalWidth > 0")
    for path in PAGES:
        window.go(site.url + path)
        assert window.run("return document.querySelector('h1').textContent.trim()"), path
        assert window.run("return document.documentElement.scrollWidth - innerWidth") <= 0, path


@pytest.mark.firefox
@pytest.mark.model
def test_a_smile_in_firefox_becomes_a_photo(site: Site, people: list[str], fox: Window) -> None:
    smile_and_look(fox, site, people[0])
    assert fox.complaints() == []


@pytest.mark.firefox
@pytest.mark.model
def test_firefoxs_own_camera_opens_and_a_picture_without_a_face_is_answered(
    site: Site, people: list[str], fox: Window
) -> None:
    fox.sign_in(f"{site.url}/privacy/", people[1])
    fox.go(f"{site.url}/camera/")
    fox.run(LISTEN)
    start(fox)
    until(fox, "window.shown.length > 10")
    assert not fox.run("return window.shown.some((answer) => answer.face)")
    assert fox.complaints() == []


@pytest.mark.webkit
@pytest.mark.model
def test_a_smile_in_webkit_becomes_a_photo(site: Site, people: list[str], kit: Window) -> None:
    smile_and_look(kit, site, people[2])
