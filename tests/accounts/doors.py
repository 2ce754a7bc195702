"""The ways in, as a browser and a program use them."""

from typing import TYPE_CHECKING

from django.test import Client

from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

LOGIN = "/accounts/login/"
SIGNUP = "/accounts/signup/"
APP_LOGIN = "/_allauth/app/v1/auth/login"


def sign_in(client: Client, login: str, password: str = PASSWORD, **extra: str) -> "Response":
    return client.post(LOGIN, {"login": login, "password": password, **extra})


def sign_up(client: Client, username: str, email: str = "", password: str = PASSWORD) -> "Response":
    form = {"username": username, "email": email, "password1": password, "password2": password}
    return client.post(SIGNUP, form)


def app_sign_in(client: Client, username: str, password: str = PASSWORD) -> "Response":
    body = {"username": username, "password": password}
    return client.post(APP_LOGIN, body, content_type="application/json")


def signed_in(client: Client) -> str | None:
    """The name the account page shows, or None when it asks to sign in."""
    response = client.get("/account/")
    return None if response.status_code == 302 else str(response.context["user"].username)
