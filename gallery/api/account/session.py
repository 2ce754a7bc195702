"""Which session asks."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from rest_framework.request import Request


def session_of(request: Request) -> SessionBase:
    """The session that vouches for whoever asks: the one of their token, or else of their cookie."""
    if isinstance(request.auth, str):
        session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(request.auth)
        return session
    return request._request.session  # noqa: SLF001
