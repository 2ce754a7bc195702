"""Who is at the socket, and who may stay. A visitor is looked up anew every 1.5 s, so that signing out, a changed
password, a ban or a consent taken back ends the visit within 2 s, in any number of server processes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
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
MAX_DELIVERIES: Final = 2
"""Sockets of one person that may bring pictures, beside those that stream."""
MAX_SOCKETS: Final = 10
"""All of one person, those that have not said yet what they are here for among them."""


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


class Place(Enum):
    """What a socket is here for. None has a place before it has said `hello`."""

    NONE = auto()
    CAMERA = auto()
    DELIVERY = auto()
    """Brings full pictures that have their tickets, and streams nothing."""


class Register:
    """The sockets of this process, by the person's id."""

    def __init__(self) -> None:
        self._sockets: dict[int, dict[Socket, Place]] = {}

    def arrive(self, socket: Socket, visitor: Visitor) -> bool:
        """Let a socket in, without a place yet. False when this person has too many."""
        present = self._sockets.setdefault(visitor.user.pk, {})
        if len(present) >= MAX_SOCKETS:
            return False
        present[socket] = Place.NONE
        return True

    def settle(self, socket: Socket, visitor: Visitor, place: Place) -> bool:
        """Give it its place; a camera in another tab of the same browser leaves for one. False when none is left."""
        present = self._sockets.setdefault(visitor.user.pk, {})
        if place is Place.CAMERA:
            for other in [each for each in self._cameras(present) if _same_browser(each, visitor)]:
                del present[other]
                other.replaced()
        if sum(taken is place for taken in present.values()) >= MOST[place]:
            return False
        present[socket] = place
        return True

    def everyone(self) -> list[Socket]:
        """Every socket, whatever it is here for."""
        return [socket for present in self._sockets.values() for socket in present]

    def cameras(self) -> int:
        """How many cameras stream now."""
        return sum(len(self._cameras(present)) for present in self._sockets.values())

    def leave(self, socket: Socket, visitor: Visitor) -> None:
        """Forget a socket that has gone."""
        present = self._sockets.get(visitor.user.pk, {})
        present.pop(socket, None)
        if not present:
            self._sockets.pop(visitor.user.pk, None)

    @staticmethod
    def _cameras(present: Mapping[Socket, Place]) -> list[Socket]:
        return [socket for socket, place in present.items() if place is Place.CAMERA]


def _same_browser(socket: Socket, visitor: Visitor) -> bool:
    return socket.visitor is not None and socket.visitor.session_key == visitor.session_key


MOST: Final = {Place.CAMERA: MAX_CAMERAS, Place.DELIVERY: MAX_DELIVERIES}
REGISTER: Final = Register()
