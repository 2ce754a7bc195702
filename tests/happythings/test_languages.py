"""Korean for those whose browser asks for it, and a choice that anyone can make on any page."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client

from accounts.consent import consent_give
from accounts.models import User
from tests.conftest import PASSWORD

OPEN = ["/", "/privacy/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nothing/"]
SIGNED_IN = [
    "/account/",
    "/consent/",
    "/camera/",
    "/album/",
    "/album/trash/",
    "/accounts/email/",
    "/accounts/sessions/",
    "/account/preferences/",
    "/consent/uploads/",
    "/consent/learning/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/3rdparty/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
]
NAMES = {"Happy", "Things", "English", "alice", "example", "org", "UTC", "SITE_URLS", "manage", "py", "check"}
FORMATS = {"PIN", "http", "https", "localhost", "JavaScript", "MP4", "WebM", "PNG"}
KOREAN = {"Accept-Language": "ko-KR,ko;q=0.9,en;q=0.5"}


def words(page: str) -> set[str]:
    """Latin words that a person would see: text between tags, and attributes that are read out."""
    body = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", "", page, flags=re.DOTALL)
    spoken = re.findall(r'\s(?:aria-label|alt|placeholder|data-label|data-announce|data-waiting)="([^"]*)"', body)
    text = html.unescape(" ".join([re.sub(r"<[^>]+>", " ", body), *spoken]))
    return set(re.findall(r"[A-Za-z][A-Za-z_0-9]+", re.sub(r"\{\w+\}", "", text)))


@pytest.fixture
def agreed(alice: User, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr("capture.views.model_problem", lambda: None)
    consent_give(user=alice)
    return alice


def test_the_sign_in_page_is_korean_for_a_korean_browser(db: None, client: Client) -> None:
    page = client.get("/accounts/login/", headers=KOREAN).content.decode()
    assert '<html lang="ko">' in page
    assert "반가워요" in page


@pytest.mark.parametrize("page", OPEN)
def test_visitors_find_no_english_on_a_korean_page(db: None, client: Client, page: str) -> None:
    assert words(client.get(page, headers=KOREAN).content.decode()) - NAMES - FORMATS == set()


@pytest.mark.parametrize("page", SIGNED_IN)
def test_members_find_no_english_on_a_korean_page(agreed: User, page: str) -> None:
    client = Client()
    # Through the door, so that the list of sessions has one.
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD}, HTTP_USER_AGENT="Firefox")
    response = client.get(page, headers=KOREAN)
    assert response.status_code == 200
    # Time zones have names of their own.
    shown = re.sub(r'<select name="time_zone".*?</select>', "", response.content.decode(), flags=re.DOTALL)
    assert words(shown) - NAMES - FORMATS - {"Firefox"} == set()


def test_the_reader_of_words_sees_english() -> None:
    assert words('<p alt="Seen too">Hi, 안녕 <b data-x="never">there</b></p>') == {"Hi", "there", "Seen", "too"}


def test_dates_are_written_as_koreans_write_them(agreed: User, alice_client: Client) -> None:
    page = alice_client.get("/account/", headers=KOREAN).content.decode()
    assert re.search(r"20\d\d년 \d+월 \d+일 (오전|오후) \d+:\d\d", page)


@pytest.mark.parametrize("page", [*OPEN, "/consent/"])
def test_a_choice_lasts_whatever_the_browser_asks_for(agreed: User, page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    if page not in OPEN:
        client.force_login(agreed)
    form = re.search(
        r'<form class="languages .*?name="csrfmiddlewaretoken" value="(.*?)".*?name="next" value="(.*?)".*?value="ko"',
        client.get(page).content.decode(),
        re.DOTALL,
    )
    assert form
    sent = {"csrfmiddlewaretoken": form[1], "next": form[2], "language": "ko"}
    response = client.post("/i18n/setlang/", sent)
    assert (response.status_code, response["Location"]) == (302, page)
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("ko", True, "Lax")
    assert int(cookie["max-age"]) > 30 * 86_400
    assert 'lang="ko"' in client.get(page, HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_the_page_says_which_language_is_chosen(db: None, client: Client) -> None:
    english, korean = client.get("/").content.decode(), client.get("/", headers=KOREAN).content.decode()
    assert re.findall(r'value="(\w+)" lang="\w+" aria-current="true"', english) == ["en"]
    assert re.findall(r'value="(\w+)" lang="\w+" aria-current="true"', korean) == ["ko"]


def test_no_other_site_can_choose_or_be_led_to(db: None) -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/i18n/setlang/", {"language": "ko"}).status_code == 403
    response = Client().post("/i18n/setlang/", {"language": "ko", "next": "https://evil.example/"})
    assert response["Location"] == "/"


def test_a_form_that_was_refused_leads_home_and_not_to_an_address_without_a_page(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    refused = client.post("/consent/take-back/")
    assert refused.status_code == 403
    assert 'name="next" value="/"' in refused.content.decode()
