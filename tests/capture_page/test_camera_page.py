"""The camera page as the server gives it out."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.consent import consent_give, consent_revoke
from accounts.models import User
from capture.labels import REASON_SENTENCES
from capture.protocol import REASONS
from gallery import services
from gallery.services import EMOTION_LABELS
from mlmodels.emotions import EMOTIONS, NO_FACE, UNSURE
from tests.gallery.conftest import arguments, picture


@pytest.fixture
def model_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capture.views.model_problem", lambda: None)


@pytest.fixture
def agreed_client(alice: User, alice_client: Client, model_is_fine: None) -> Client:
    consent_give(user=alice)
    return alice_client


def page(client: Client) -> str:
    response = client.get("/camera/")
    assert response.status_code == 200
    return response.content.decode()


def config(client: Client) -> dict[str, object]:
    found = re.search(r'<script id="camera-config" type="application/json">(.*?)</script>', page(client), re.DOTALL)
    assert found
    read: dict[str, object] = json.loads(found[1])
    return read


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client: Client) -> None:
    response = client.get("/camera/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/camera/"


def test_without_consent_there_is_no_camera_page(alice_client: Client, model_is_fine: None) -> None:
    response = alice_client.get("/camera/")
    assert response.status_code == 302
    assert response["Location"] == "/consent/?next=%2Fcamera%2F"


def test_with_consent_the_page_offers_the_camera_and_a_file(agreed_client: Client) -> None:
    html = page(agreed_client)
    assert 'data-action="start"' in html
    assert 'type="file" accept="video/*"' in html
    assert "playsinline" in html


def test_consent_taken_back_closes_the_page_again(agreed_client: Client, alice: User) -> None:
    consent_revoke(user=alice)
    assert agreed_client.get("/camera/").status_code == 302


def test_the_page_is_never_cached(agreed_client: Client) -> None:
    assert "no-store" in agreed_client.get("/camera/")["Cache-Control"]


def test_the_page_may_only_be_read(agreed_client: Client) -> None:
    assert agreed_client.post("/camera/").status_code == 405


def test_a_model_that_is_missing_is_said_plainly(agreed_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capture.views.model_problem", lambda: "the weights folder is empty")
    html = page(agreed_client)
    start = html.split('data-part="start"')[1].split('data-part="opening"')[0]
    assert "recognised right now" in start
    assert 'data-action="start"' not in start
    assert "the weights folder is empty" not in html  # a path on the server is nobody's business but the staff's
    assert config(agreed_client)["modelAvailable"] is False


def test_staff_read_what_is_wrong_with_the_model(
    agreed_client: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.views.model_problem", lambda: "the weights folder is <empty>")
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    assert "the weights folder is &lt;empty&gt;" in page(agreed_client)


def test_a_model_that_is_fine_is_not_mentioned_at_the_start(agreed_client: Client) -> None:
    assert config(agreed_client)["modelAvailable"] is True


def test_every_reason_and_every_expression_has_words() -> None:
    assert tuple(REASON_SENTENCES) == REASONS
    assert tuple(EMOTION_LABELS) == (*EMOTIONS, UNSURE, NO_FACE)
    assert all(str(words).strip() for words in (*REASON_SENTENCES.values(), *EMOTION_LABELS.values()))


def test_unsure_has_a_name_and_no_bar(agreed_client: Client) -> None:
    labels = config(agreed_client)["emotions"]
    assert isinstance(labels, dict)
    assert labels[UNSURE] == "Hard to tell"
    bars = re.findall(r'data-emotion="(\w+)"', page(agreed_client))
    assert tuple(bars) == EMOTIONS


def test_the_page_brings_no_inline_script_or_style(agreed_client: Client) -> None:
    html = page(agreed_client)
    inline = re.findall(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))[^>]*>", html)
    assert inline == []
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)


def test_every_module_asks_only_for_modules_that_exist_and_ends_its_lines(agreed_client: Client) -> None:
    folder = Path(str(finders.find("capture/page.js"))).parent
    asked = {
        (path.name, target, end)
        for path in folder.glob("*.js")
        for target, end in re.findall(r'^(?:import|export) .*?from "(\./[^"]+)"(;?)$', path.read_text(), re.MULTILINE)
    }
    assert ("page.js", "./visit.js", ";") in asked
    assert [(name, target) for name, target, _ in asked if not (folder / target).exists()] == []
    assert [name for name, _, end in asked if not end] == []


def test_every_part_that_the_scripts_look_for_is_in_the_page(agreed_client: Client) -> None:
    html = page(agreed_client)
    script = Path(str(finders.find("capture/page.js"))).read_text()
    wanted = set(re.findall(r'part\("([\w-]+)"\)', script))
    assert len(wanted) > 15
    assert {name for name in wanted if f'data-part="{name}"' not in html} == set()


def test_the_newest_photos_come_with_the_page_described_by_their_memos_at_the_same_price_for_one_and_for_many(
    agreed_client: Client, alice: User, charlie: User, settings: Settings, tmp_path: Path
) -> None:
    settings.PHOTO_DIR = tmp_path / "photos"
    first = services.photo_create(**arguments(alice, picture=picture(seed=0)))
    services.photo_memo_set(photo=first, memo="<산책>")
    services.photo_create(**arguments(charlie, picture=picture(seed=99)))
    page(agreed_client)
    with CaptureQueriesContext(connection) as one:
        html = page(agreed_client)
    assert html.count("data-photo=") == 1
    assert 'alt="&lt;산책&gt;"' in html
    for seed in range(1, 15):
        services.photo_create(**arguments(alice, picture=picture(seed=seed)))
    with CaptureQueriesContext(connection) as many:
        html = page(agreed_client)
    assert html.count("data-photo=") == 12
    assert len(many) == len(one)


def test_a_browser_is_told_whose_pictures_may_wait_in_it(agreed_client: Client, alice: User) -> None:
    assert config(agreed_client)["person"] == str(alice.pk)
