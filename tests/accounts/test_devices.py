"""Where somebody is signed in: on the page and over the API, ended one by one."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.devices import devices_of
from accounts.models import User
from tests.accounts.doors import app_sign_in, sign_in, signed_in

PAGE, API = "/accounts/sessions/", "/api/v1/devices/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"


def at(name: str, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    sign_in(client, name)
    return client


def token(name: str) -> dict[str, Any]:
    client = Client(headers={"user-agent": "HappyApp/1.0"})
    return {"x-session-token": app_sign_in(client, name).json()["meta"]["session_token"]}


def test_the_page_shows_each_with_a_name_and_this_one_first(alice: User) -> None:
    at("alice", "HappyApp/1.0")
    page = at("alice").get(PAGE).content.decode()
    assert page.index("Firefox, Windows") < page.index("HappyApp/1.0")
    assert page.count("This one") == 1
    assert "127.0.0.1" in page


def test_one_is_ended_by_its_button_and_the_others_stay(alice: User) -> None:
    here, there, elsewhere = at("alice"), at("alice"), at("alice")
    device = UserSession.objects.get(session_key=there.session.session_key)
    answer = here.post(f"{PAGE}{device.pk}/end/", follow=True)
    assert b"That device is signed out" in answer.content
    assert [signed_in(each) for each in (here, there, elsewhere)] == ["alice", None, "alice"]


def test_a_strangers_device_is_not_there(alice: User, charlie: User) -> None:
    mine, stranger = at("alice"), at("charlie")
    device = UserSession.objects.get(user=alice)
    for number in (device.pk, 987_654_321):
        assert stranger.post(f"{PAGE}{number}/end/").status_code == 404
        assert stranger.delete(f"{API}{number}/").status_code == 404
    assert signed_in(mine) == "alice"
    assert [each["id"] for each in stranger.get(API).json()] != [device.pk]


def test_an_app_lists_and_ends_devices_by_its_token(alice: User) -> None:
    browser, headers = at("alice"), token("alice")
    found = browser.get(API, headers=headers).json()
    assert [(each["name"], each["current"]) for each in found] == [("HappyApp/1.0", True), ("Firefox, Windows", False)]
    assert found[0].keys() == {"id", "name", "user_agent", "address", "since", "current"}
    assert Client().delete(f"{API}{found[1]['id']}/", headers=headers).status_code == 204
    assert signed_in(browser) is None
    assert Client().delete(f"{API}{found[0]['id']}", headers=headers).status_code == 204
    assert Client().get(API, headers=headers).status_code == 401


def test_an_app_signs_out_everywhere_else(alice: User) -> None:
    browser, headers, other = at("alice"), token("alice"), token("alice")
    assert Client().delete(API, headers=headers).status_code == 204
    assert [Client().get(API, headers=each).status_code for each in (headers, other)] == [200, 401]
    assert signed_in(browser) is None


@pytest.mark.parametrize("number", ["x", "-1", "9" * 40, "١"])
def test_what_is_no_number_is_no_device(alice_client: Client, number: str) -> None:
    answer = alice_client.delete(f"{API}{number}/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_sessions_that_ended_by_themselves_are_not_listed(alice: User) -> None:
    here, expired = at("alice"), at("alice")
    Session.objects.filter(pk=expired.session.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert len(here.get(API).json()) == 1
    alice.set_password("quite-another-battery")
    alice.save()
    assert devices_of(alice, here="") == []


def test_many_devices_cost_no_more_queries_than_one(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 5):
        while UserSession.objects.count() < count:
            at("alice")
        with django_assert_num_queries(2):
            assert len(devices_of(alice, here="")) == count
