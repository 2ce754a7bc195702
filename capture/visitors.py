"""Who is at the socket, and who may stay. A visitor is looked up anew every 1.5 s, so that signing out, a changed
password, a ban or a consent taken back ends the visit within 2 s, in any number of server processes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from channels.db import database_sync_to_async
from django.conf import settings

from accounts.consent import consent_given
from accounts.models import User
from accounts.preferences import preferences_of
from accounts.sessions import session_user, token_user
from capture.wishes import MAX_ALTERNATES, SENSITIVITIES, Wishes

MAX_CAMERAS: Final = 3
"""Devices of one person that may stream at a time."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person and the session that vouches for them."""

    user: User
    session_key: str


@database_sync_to_async  # type: ignore[untyped-decorator]
def visitor_of(scope: Mapping[str, Any]) -> Visitor | None:
    """Who opened this socket: by token header (programs, which send no Origin) or by cookie; None for a stranger."""
    headers = dict(scope["headers"])
    if b"x-session-token" in headers:
        found = token_user(headers[b"x-session-token"].decode("latin-1"))
        return Visitor(*found) if found else None
    session_key = scope.get("cookies", {}).get(settings.SESSION_COOKIE_NAME, "")
    user = session_user(session_key) if session_key and b"origin" in headers else None
    return Visitor(user, session_key) if user else None


@database_sync_to_async  # type: ignore[untyped-decorator]
def why_leave(visitor: Visitor) -> str | None:
    """`session_ended` or `consent_required` when the visitor may no longer stay, else None."""
    user = session_user(visitor.session_key)
    if user is None or user.pk != visitor.user.pk:
        return "session_ended"
    return None if consent_given(user) else "consent_required"


@database_sync_to_async  # type: ignore[untyped-decorator]
def wishes_of(visitor: Visitor) -> Wishes:
    """How this person wants their smiles judged; asked once, when a visit starts."""
    chosen = preferences_of(visitor.user)
    learnt = chosen.smile_shift if chosen.learn_smile else 0.0
    alternates = MAX_ALTERNATES if chosen.keep_alternates else 0
    return Wishes(SENSITIVITIES[chosen.sensitivity] + learnt, chosen.learn_smile, alternates)


class Socket(Protocol):
    """What the register knows of a consumer."""

    visitor: Visitor | None
    busy: bool
    """Whether a full picture is on its way or being written."""

    def replaced(self) -> None:
        """Another tab took over."""

    async def say(self, **message: Any) -> None:
        """Send a control message."""

    async def refuse(self, code: str, **more: Any) -> None:
        """Say why, and close."""


class Register:
    """The cameras that stream through this process."""

    def __init__(self) -> None:
        self._sockets: dict[int, list[Socket]] = {}

    def enter(self, socket: Socket, visitor: Visitor) -> bool:
        """Let a camera in; another tab of the same browser leaves for it. False when there are too many devices."""
        present = self._sockets.setdefault(visitor.user.pk, [])
        for other in [o for o in present if o.visitor and o.visitor.session_key == visitor.session_key]:
            present.remove(other)
            other.replaced()
        if len(present) >= MAX_CAMERAS:
            return False
        present.append(socket)
        return True

    def everyone(self) -> list[Socket]:
        """Every camera that streams now."""
        return [socket for present in self._sockets.values() for socket in present]

    def leave(self, socket: Socket, visitor: Visitor) -> None:
        """Forget a camera that has gone."""
        present = self._sockets.get(visitor.user.pk, [])
        if socket in present:
            present.remove(socket)
        if not present:
            self._sockets.pop(visitor.user.pk, None)


REGISTER: Final = Register()
