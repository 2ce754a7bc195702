"""What the views share: whose request it is, and which photo it is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.http import Http404, HttpRequest

from accounts.models import User
from gallery import selectors
from gallery.models import Album, Photo


def owner_of(request: HttpRequest) -> User:
    """Who is signed in; for views behind `login_required`."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def photo_or_404(request: HttpRequest, uid: UUID) -> Photo:
    """The owner's photo. Somebody else's, a hidden and a missing one are the same 404."""
    try:
        return selectors.photo_for(owner_of(request), uid)
    except Photo.DoesNotExist as error:
        raise Http404 from error


@contextmanager
def gone_is_404() -> Iterator[None]:
    """Around what is done with a photo that somebody may delete meanwhile."""
    try:
        yield
    except Photo.DoesNotExist as error:
        raise Http404 from error


def album_or_404(request: HttpRequest, uid: UUID) -> Album:
    """The owner's album. Somebody else's and a missing one are the same 404."""
    try:
        return selectors.album_for(owner_of(request), uid)
    except Album.DoesNotExist as error:
        raise Http404 from error
