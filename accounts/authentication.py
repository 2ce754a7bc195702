"""How programs sign in to the REST API: the header X-Session-Token that allauth's headless sign-in hands out."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import User
from accounts.sessions import token_user

HEADER: Final = "X-Session-Token"


class SessionTokenAuthentication(BaseAuthentication):
    """Asked before the cookie. A token that is sent decides alone: a bad one is a 401, whatever cookie is there too."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        """The person and their session's key; None when no token was sent."""
        token = request.headers.get(HEADER)
        if token is None:
            return None
        # Who leaves may sign in, and is told so (`accounts.permissions`).
        if found := token_user(token, leaving=True):
            return found
        raise AuthenticationFailed(_("This session token is not valid (any more)."))

    def authenticate_header(self, _request: Request) -> str:
        """The WWW-Authenticate header; with it REST framework answers 401 instead of 403."""
        return f'{HEADER} realm="api"'
