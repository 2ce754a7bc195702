"""Where somebody is signed in. A device is a session: a browser's cookie or a program's token."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.browsers import browser_name
from accounts.models import User
from accounts.sessions import session_holds


@dataclass(frozen=True, slots=True)
class Device:
    """One place where somebody is signed in."""

    id: int
    name: str
    """`Firefox, Windows`: browser and system in the words people use."""
    user_agent: str
    address: str
    """The IP address it signed in from."""
    since: datetime
    current: bool
    """Whether it is the one that asks."""


def devices_of(user: User, *, here: str) -> list[Device]:
    """Every device, the one that asks (its session's key is `here`) first, then the latest. In two queries, however
    many they are; sessions that ended by themselves are not among them.
    """
    known = {session.session_key: session for session in UserSession.objects.filter(user=user)}
    rows = Session.objects.filter(session_key__in=known, expire_date__gt=timezone.now())
    found = [known[row.session_key] for row in rows if session_holds(row.get_decoded(), user)]
    found.sort(key=lambda each: (each.session_key != here, -each.created_at.timestamp()))
    return [_device(each, here) for each in found]


def device_end(*, user: User, device: int) -> bool:
    """Sign out one device of this person. Returns whether it was theirs."""
    session = UserSession.objects.filter(user=user, pk=device).first()
    if session is None:
        return False
    get_adapter().end_sessions([session])
    return True


def devices_end_others(*, user: User, here: str) -> int:
    """Sign out everywhere but here; how many devices that were."""
    others = [device for device in devices_of(user, here=here) if not device.current]
    get_adapter().end_sessions(list(UserSession.objects.filter(user=user).exclude(session_key=here)))
    return len(others)


def _device(session: UserSession, here: str) -> Device:
    return Device(
        id=session.pk,
        name=browser_name(session.user_agent),
        user_agent=session.user_agent,
        address=session.ip,
        since=session.created_at,
        current=session.session_key == here,
    )
