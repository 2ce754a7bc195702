"""What can be done with many photos at once, on the page and in the API."""

from collections.abc import Callable, Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gallery.models import Album, Photo
from gallery.services.albums import album_add, album_remove
from gallery.services.favourites import photos_favourite_set
from gallery.services.keeping import photos_restore, photos_trash

_ALONE: Final[dict[str, Callable[[Sequence[Photo]], int]]] = {
    "trash": lambda photos: photos_trash(photos=photos),
    "restore": lambda photos: photos_restore(photos=photos),
    "favourite": lambda photos: photos_favourite_set(photos=photos, favourite=True),
    "unfavourite": lambda photos: photos_favourite_set(photos=photos, favourite=False),
}
_WITH_ALBUM: Final[dict[str, Callable[[Album, Sequence[Photo]], int]]] = {
    "add": lambda album, photos: album_add(album=album, photos=photos),
    "remove": lambda album, photos: album_remove(album=album, photos=photos),
}
SELECTION_ACTIONS: Final = (*_ALONE, *_WITH_ALBUM)


def selection_apply(*, action: str, photos: Sequence[Photo], album: Album | None = None) -> int:
    """Do one of SELECTION_ACTIONS with one person's photos; how many it changed. `add` and `remove` take an album.

    Raises ValidationError for a missing album or one that fills itself.
    """
    if action in _ALONE:
        return _ALONE[action](photos)
    if album is None:
        raise ValidationError({"album": ValidationError(_("Choose an album."), "required")})
    return _WITH_ALBUM[action](album, photos)
