"""The page for pictures from elsewhere: what it is told, and how its queue behaves."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from gallery.views.uploads import _texts
from tests.capture_page.javascript import run_modules
from tests.gallery.conftest import MakePhoto

MODULES = Path(__file__).parents[2] / "gallery" / "static" / "gallery"
QUEUE = """
import { UploadQueue } from "./upload-queue.js";
const waits = [], shown = [];
let most = 0, running = 0;
class Upload { constructor(name, answers) { this.name = name; this.answers = answers; }
  show(state, detail) { shown.push([this.name, state, detail?.status ?? null]); } }
const send = async (upload, onProgress) => {
  most = Math.max(most, ++running);
  onProgress(0.5); onProgress(1);
  await new Promise((resolve) => setTimeout(resolve, 1));
  running -= 1;
  return upload.answers.shift();
};
const overviews = [];
const queue = new UploadQueue(send, (o) => overviews.push(o), async (ms) => waits.push(ms));
const until = async (done) => { while (!done()) await new Promise((resolve) => setTimeout(resolve, 2)); };
"""
OK, BUSY = "{ok: true, status: 201}", "{ok: false, status: 503, retryAfter: 7}"


def test_who_has_not_agreed_is_asked_first_and_comes_back_here(alice_client: Client) -> None:
    asked = alice_client.get("/album/upload/")
    assert asked["Location"] == "/consent/uploads/?next=%2Falbum%2Fupload%2F"
    agreed = alice_client.post(asked["Location"], {"agree": "yes", "next": "/album/upload/"}, follow=True)
    assert agreed.redirect_chain[-1][0] == "/album/upload/"
    assert b'id="upload-config"' in agreed.content


def test_without_the_consent_no_picture_is_looked_at(alice_client: Client) -> None:
    for address in ("/api/v1/uploads/", "/api/v1/analyses/"):
        answer = alice_client.post(address)
        assert (answer.status_code, answer.json()["code"]) == (403, "consent_required")


@pytest.mark.usefixtures("uploads_agreed")
def test_the_page_names_its_limits_and_speaks_the_readers_language(alice_client: Client) -> None:
    page = alice_client.get("/album/upload/").content.decode()
    config = json.loads(re.findall(r'<script id="upload-config"[^>]*>(.*?)</script>', page)[0])
    assert config["address"] == reverse("api_uploads")
    assert config["maxBytes"] == 32 * 1024 * 1024
    assert config["emotions"]["no_face"] == "No face"
    assert "32 MB" in page
    korean = alice_client.get("/album/upload/", headers={"Accept-Language": "ko"}).content.decode()
    assert "사진 올리기" in korean


def test_every_text_that_the_modules_ask_for_is_there() -> None:
    source = "".join(path.read_text() for path in MODULES.glob("upload*.js"))
    asked = set(re.findall(r"texts\.(\w+)", source)) | {"waiting", "sending", "looking", "later", "network", "large"}
    assert asked | {"done", "failed"} == set(_texts())


def test_visitors_are_asked_to_sign_in(anonymous: Client, db: None) -> None:
    assert anonymous.get("/album/upload/")["Location"].startswith("/accounts/login/")


def test_the_album_leads_there(alice_client: Client, make_photo: MakePhoto) -> None:
    assert 'href="/album/upload/"' in alice_client.get("/album/").content.decode()
    make_photo()
    assert 'href="/album/upload/"' in alice_client.get("/album/").content.decode()


def test_a_photos_page_shows_what_looks_the_same_and_a_blur(alice_client: Client, make_photo: MakePhoto) -> None:
    first, same, blurry = make_photo(), make_photo(), make_photo(sharpness=1.0, scores={}, emotion="no_face")
    page = alice_client.get(f"/photos/{first.uid}/").content.decode()
    shown = page.partition('id="alike"')[2].partition("</section>")[0]
    assert f"/photos/{same.uid}/" in shown
    assert "The very same picture" in shown
    assert "Looks blurry" not in page
    page = alice_client.get(f"/photos/{blurry.uid}/").content.decode()
    assert "Looks blurry" in page
    assert "No face" in page
    assert "% happy" not in page


@pytest.mark.node
def test_two_travel_at_a_time_and_all_arrive(tmp_path: Path) -> None:
    script = f"""{QUEUE}
    for (const name of ["a", "b", "c", "d", "e"]) queue.add(new Upload(name, [{OK}]));
    await until(() => queue.overview.done === 5);
    report({{ most, last: overviews.at(-1), first: shown.slice(0, 1), states: shown.filter((s) => s[0] === "e") }});
    """
    seen = run_modules(tmp_path, script, MODULES)
    assert seen["most"] == 2
    assert seen["last"] == {"done": 5, "failed": 0, "total": 5, "share": 1, "busy": False}
    assert [state for _, state, _ in seen["states"]] == ["waiting", "sending", "looking", "done"]


@pytest.mark.node
def test_a_busy_server_is_asked_again_when_it_said(tmp_path: Path) -> None:
    script = f"""{QUEUE}
    queue.add(new Upload("a", [{BUSY}, {BUSY}, {OK}]));
    await until(() => queue.overview.done === 1);
    report({{ waits, states: shown.map((s) => s[1]) }});
    """
    seen = run_modules(tmp_path, script, MODULES)
    assert seen["waits"] == [7000, 7000]
    assert seen["states"].count("later") == 2


@pytest.mark.node
def test_what_fails_says_so_the_others_go_on_and_it_may_be_tried_again(tmp_path: Path) -> None:
    script = f"""{QUEUE}
    const bad = new Upload("bad", [{{ok: false, status: 415}}, {OK}]);
    const busy = new Upload("busy", [{BUSY}, {BUSY}, {BUSY}, {BUSY}]);
    for (const each of [bad, busy, new Upload("good", [{OK}])]) queue.add(each);
    await until(() => !queue.overview.busy);
    const then = queue.overview;
    queue.add(bad);
    await until(() => queue.overview.done === 2);
    report({{ then, states: shown.filter((s) => ["done", "failed"].includes(s[1])) }});
    """
    seen = run_modules(tmp_path, script, MODULES)
    assert (seen["then"]["done"], seen["then"]["failed"], seen["then"]["busy"]) == (1, 2, False)
    assert sorted(seen["states"]) == [
        ["bad", "done", 201], ["bad", "failed", 415], ["busy", "failed", 503], ["good", "done", 201],
    ]  # fmt: skip
