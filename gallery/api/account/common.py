"""What these addresses share."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from rest_framework.request import Request

from accounts.models import User


def person_of(request: Request) -> User:
    """Who asks; IsAuthenticated has seen to it that it is a person."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def session_of(request: Request) -> SessionBase:
    """The session that vouches for whoever asks: the one of their token, or else of their cookie."""
    if isinstance(request.auth, str):
        session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(request.auth)
        return session
    return request._request.session  # noqa: SLF001
