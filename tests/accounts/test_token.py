"""Programs at the REST API."""

import base64

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.doors import app_sign_in
from tests.conftest import PASSWORD

PHOTOS = "/api/v1/photos/"


def token_of(name: str) -> str:
    return str(app_sign_in(Client(), name).json()["meta"]["session_token"])


def test_a_token_opens_the_api(alice: User, client: Client) -> None:
    assert client.get(PHOTOS, headers={"x-session-token": token_of("alice")}).status_code == 200


def test_without_any_sign_in_the_api_says_401(db: None, client: Client) -> None:
    response = client.get(PHOTOS)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'X-Session-Token realm="api"'
    assert response.json()["code"] == "auth_required"


@pytest.mark.parametrize("token", ["", "nonsense", "0" * 32])
def test_a_bad_token_is_a_401_even_beside_a_good_cookie(alice_client: Client, token: str) -> None:
    assert alice_client.get(PHOTOS).status_code == 200
    assert alice_client.get(PHOTOS, headers={"x-session-token": token}).status_code == 401


def test_a_token_in_the_address_is_ignored(alice: User, client: Client) -> None:
    token = token_of("alice")
    assert client.get(f"{PHOTOS}?session_token={token}&X-Session-Token={token}").status_code == 401


@pytest.mark.parametrize("page", [PHOTOS, "/api/v1/nothing/", "/nothing/", "/accounts/login/", "/album/"])
def test_a_token_in_the_address_reaches_no_log(
    alice: User, client: Client, page: str, caplog: pytest.LogCaptureFixture
) -> None:
    token = token_of("alice")
    with caplog.at_level("DEBUG"):
        client.get(f"{page}?session_token={token}")
    assert token not in caplog.text


def test_a_name_and_a_password_in_a_header_open_nothing_and_try_nothing(alice: User, client: Client) -> None:
    secret = base64.b64encode(f"alice:{PASSWORD}".encode()).decode()
    codes = {client.get(PHOTOS, headers={"authorization": f"Basic {secret}"}).status_code for _ in range(7)}
    assert codes == {401}


def test_the_token_decides_and_not_the_cookie(alice: User, bob_client: Client) -> None:
    session = bob_client.get("/_allauth/app/v1/auth/session", headers={"x-session-token": token_of("alice")})
    assert session.json()["data"]["user"]["username"] == "alice"


def test_signing_the_program_out_ends_its_token(alice: User, client: Client) -> None:
    headers = {"x-session-token": token_of("alice")}
    client.delete("/_allauth/app/v1/auth/session", headers=headers)
    assert client.get(PHOTOS, headers=headers).status_code == 401
