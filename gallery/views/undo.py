"""The way back that the album offers once, after photos went into the trash.

The session holds the moment they went there: however many they were, it stays as small as it is read often.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from gallery import selectors
from gallery.views.common import owner_of

_KEY: Final = "gallery_trashed_at"


def undo_offer(request: HttpRequest, trashed_at: datetime | None) -> None:
    """Let the next page of the album offer it for what went at that time."""
    if trashed_at is not None:
        request.session[_KEY] = trashed_at.isoformat()


def undo_take(request: HttpRequest) -> list[UUID]:
    """The photos to offer it for, this once; none when nothing went, or all of it came back meanwhile."""
    when = request.session.pop(_KEY, None)
    return selectors.trashed_at(owner_of(request), datetime.fromisoformat(when)) if when else []
