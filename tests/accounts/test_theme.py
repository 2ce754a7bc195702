"""Light or dark: the system's own until somebody chooses, then that, on every page of this device."""

import pytest
from django.test import Client

from accounts.models import User


def sheets(client: Client) -> str:
    return client.get("/privacy/").content.decode().partition("<title>")[0]


def test_whoever_chose_nothing_gets_what_the_system_says(db: None, client: Client) -> None:
    head = sheets(client)
    assert "tokens" in head
    assert 'dark.css" media="screen and (prefers-color-scheme: dark)"' in head
    assert 'name="color-scheme" content="light dark"' in head


def test_dark_stays_dark_and_light_never_gets_the_dark_sheet(db: None, client: Client) -> None:
    chosen = client.post("/theme/", {"theme": "dark", "next": "/privacy/"})
    assert (chosen.status_code, chosen["Location"]) == (302, "/privacy/")
    cookie = chosen.cookies["theme"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("dark", True, "Lax")
    dark = sheets(client)
    assert "dark.css" in dark
    assert "prefers-color-scheme" not in dark
    client.post("/theme/", {"theme": "light"})
    assert "dark.css" not in sheets(client)


def test_the_system_may_decide_again(db: None, client: Client) -> None:
    client.post("/theme/", {"theme": "dark"})
    assert client.post("/theme/", {"theme": ""})["Location"] == "/"
    assert "prefers-color-scheme" in sheets(client)


@pytest.mark.parametrize("chosen", ["sepia", "<script>", "dark\r\nX: y"])
def test_what_is_no_theme_is_the_systems(db: None, client: Client, chosen: str) -> None:
    assert client.post("/theme/", {"theme": chosen}).status_code == 302
    client.cookies["theme"] = chosen.partition("\r")[0] + "!"
    assert 'content="light dark"' in sheets(client)


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_leads_to_no_other_site(db: None, client: Client, evil: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": evil})["Location"] == "/"


def test_no_other_site_can_choose(db: None) -> None:
    assert Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"}).status_code == 403


def test_it_works_for_those_who_sign_in_too(alice: User, alice_client: Client) -> None:
    alice_client.post("/theme/", {"theme": "dark"})
    assert 'content="dark"' in alice_client.get("/account/").content.decode()
