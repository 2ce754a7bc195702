"""Who stands behind a session, asked without touching it.

`django.contrib.auth.get_user` gives the session a new key when SECRET_KEY was rotated. That is right in a request,
whose answer carries the new cookie, and wrong here: a socket or a program would be signed out by being looked at.
"""

import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import user_pk_to_url_str
from allauth.headless import app_settings as headless_settings
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts.models import User

_KEY = re.compile(r"[a-z0-9]{8,40}", re.ASCII)


def session_user(session_key: str, *, leaving: bool = False) -> User | None:
    """The active person signed in with this session; None when it is unknown, expired, signed out or outdated.

    Somebody who asked for their account's deletion counts only where `leaving` says so. Two queries by primary key,
    cheap enough to ask again every second.
    """
    if not _KEY.fullmatch(session_key):
        return None
    session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user_id, backend = session.get(SESSION_KEY), session.get(BACKEND_SESSION_KEY)
    if user_id is None or backend not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or (user.deletion_due_at and not leaving):
        return None
    return user if session_holds(session, user) else None


def token_user(session_token: str, *, leaving: bool = False) -> tuple[User, str] | None:
    """Who sent this X-Session-Token (allauth's headless sign-in hands them out), and the session's key."""
    if not _KEY.fullmatch(session_token):
        return None
    session = headless_settings.TOKEN_STRATEGY.lookup_session(session_token)
    if session is None or session.session_key is None:
        return None
    user = session_user(session.session_key, leaving=leaving)
    return (user, session.session_key) if user else None


def sessions_end(people: Iterable[User]) -> int:
    """Delete every session of these people, also those that no list knows of or that wait for a second step; how many
    there were.

    A session's row does not say whose it is, so all that are in force are read: for rare occasions.
    """
    wanted = {str(user.pk): user_pk_to_url_str(user) for user in people}
    begun = set(wanted.values())
    keys = [
        session.session_key
        for session in (Session.objects.iterator() if wanted else ())
        if (found := session.get_decoded()).get(SESSION_KEY) in wanted
        or (found.get(LOGIN_SESSION_KEY) or {}).get("user_pk") in begun
    ]
    UserSession.objects.filter(user_id__in=list(wanted)).delete()
    return Session.objects.filter(pk__in=keys).delete()[0]


def session_holds(session: Mapping[str, Any] | SessionBase, user: User) -> bool:
    """Whether the session was opened with today's password, signed with the secret key or one of its fallbacks."""
    found = session.get(HASH_SESSION_KEY, "")
    return any(
        constant_time_compare(found, expected)
        for expected in (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    )


def recently_confirmed(session: SessionBase, user: User) -> bool:
    """Whether this person has just typed their password (or used their second factor) once more in this session."""
    request = HttpRequest()
    request.session, request.user = session, user
    confirmed: bool = did_recently_reauthenticate(request)
    return confirmed
