import re

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.doors import sign_in

OPEN = ["/", "/privacy/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
SIGNED_IN = [
    "/account/",
    "/account/preferences/",
    "/consent/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
]


@pytest.mark.parametrize("page", OPEN)
def test_visitors_can_read(db: None, client: Client, page: str) -> None:
    response = client.get(page)
    assert response.status_code == 200
    assert b'href="/accounts/signup/"' in response.content


@pytest.mark.parametrize("page", SIGNED_IN)
def test_pages_of_an_account_send_visitors_to_a_door(db: None, client: Client, page: str) -> None:
    response = client.get(page)
    door = "/" if page == "/accounts/logout/" else "/accounts/login/"
    assert (response.status_code, response["Location"].split("?")[0]) == (302, door)


@pytest.mark.parametrize("page", SIGNED_IN)
def test_every_signed_in_page_has_the_ways_to_all_others(alice: User, client: Client, page: str) -> None:
    sign_in(client, "alice")
    content = client.get(page).content.decode()
    header = content[content.index("<header") : content.index("</header>")]
    links = {"/camera/", "/album/", "/account/", "/account/preferences/", "/shares/", "/downloads/"}
    assert links | {"/accounts/sessions/", "/consent/"} <= set(re.findall(r'href="([^"]*)"', header))
    assert 'action="/accounts/logout/"' in header
    assert 'href="#main"' in content


@pytest.mark.parametrize("page", OPEN + SIGNED_IN)
def test_pages_obey_their_own_security_policy_and_ask_nothing_of_others(alice: User, client: Client, page: str) -> None:
    if page in SIGNED_IN:
        sign_in(client, "alice")
    response = client.get(page)
    content = response.content.decode()
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert 'lang="en"' in content
    assert not re.search(r"<[^>]+\sstyle=|<style|\son[a-z]+=", content)
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", content))
    assert re.findall(r'(?:src|href)="(https?:)?//', content) == []


def test_home_brings_signed_in_people_to_the_camera(alice_client: Client) -> None:
    assert alice_client.get("/")["Location"] == "/camera/"


def test_the_consent_page_tells_staff_no_more_than_others(alice_client: Client) -> None:
    assert b"/admin/" not in alice_client.get("/consent/").content
