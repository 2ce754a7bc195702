"""Guessing passwords: five tries in five minutes for one account, by whatever door and spelling."""

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.doors import app_sign_in, sign_in
from tests.conftest import PASSWORD


def guess(client: Client, *logins: str) -> list[int]:
    return [sign_in(client, login, "wrong").status_code for login in logins]


def test_the_sixth_wrong_password_is_a_429(alice: User, client: Client) -> None:
    assert guess(client, *["alice"] * 6) == [200] * 5 + [429]
    response = sign_in(client, "alice", PASSWORD)
    assert response.status_code == 429
    assert response["Retry-After"] == "300"
    assert b"Wait five minutes" in response.content


@pytest.mark.parametrize("last", ["ALICE", " alice", "alice@example.org", "Alice@Example.ORG", "ａｌｉｃｅ"])
def test_another_spelling_of_the_same_account_does_not_help(alice: User, client: Client, last: str) -> None:
    assert guess(client, *["alice"] * 5, last)[-1] == 429


def test_accents_do_not_help_with_names_nobody_has(db: None, client: Client) -> None:
    assert guess(client, "chloe", "chloé", "CHLOE", "chloë", "Chloé", "chlœ")[:5] == [200] * 5
    assert guess(client, "chloè") == [429]


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "localhost:81"])
def test_another_name_of_the_site_does_not_help(alice: User, client: Client, host: str) -> None:
    guess(client, *["alice"] * 5)
    assert (
        client.post("/accounts/login/", {"login": "alice", "password": "x"}, headers={"host": host}).status_code == 429
    )


def test_a_forged_forwarding_header_does_not_help(db: None, client: Client) -> None:
    """Ten wrong passwords a minute from one address, whichever accounts they are for."""
    codes = [
        client.post(
            "/accounts/login/",
            {"login": f"nobody{number}", "password": "x"},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        ).status_code
        for number in range(11)
    ]
    assert codes == [200] * 10 + [429]


def test_one_ipv6_network_counts_as_one_address(db: None) -> None:
    codes = [
        Client(REMOTE_ADDR=f"2001:db8::{number}")
        .post("/accounts/login/", {"login": f"nobody{number}", "password": "x"})
        .status_code
        for number in range(1, 12)
    ]
    assert codes == [200] * 10 + [429]


def test_programs_share_the_same_tries(alice: User, client: Client) -> None:
    assert [app_sign_in(Client(), "alice", "wrong").status_code for _ in range(4)] == [400] * 4
    assert guess(client, "alice@example.org", "alice") == [200, 429]
    assert app_sign_in(Client(), "alice").status_code == 429


def test_confirming_who_one_is_shares_the_same_tries(alice: User, client: Client) -> None:
    sign_in(client, "alice")
    codes = [client.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


def test_a_right_password_does_not_use_up_a_try_and_does_not_wipe_the_wrong_ones(alice: User, client: Client) -> None:
    guess(client, *["alice"] * 4)
    assert [sign_in(Client(), "alice").status_code for _ in range(3)] == [302] * 3
    assert guess(client, "alice", "alice") == [200, 429]


def test_others_are_not_locked_out(alice: User, bob: User, client: Client) -> None:
    guess(client, *["alice"] * 6)
    assert sign_in(client, "bob").status_code == 302


def test_the_admin_site_has_no_sign_in_of_its_own(db: None, client: Client) -> None:
    User.objects.create_superuser("boss", password=PASSWORD)
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"
    form = {"username": "boss", "password": PASSWORD, "next": "/admin/"}
    assert client.post("/admin/login/", form)["Location"].startswith("/accounts/login/")
    assert sign_in(client, "boss", next="/admin/")["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
