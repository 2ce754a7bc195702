"""Everything of a person's in one ZIP: photos, cards, memos, and what the database says."""

import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.personal_data import personal_data
from gallery import disk, files, selectors, serving
from gallery.api.serializers import PhotoSerializer
from gallery.archive import folder
from gallery.archive.long_zip import LongZip
from gallery.archive.told import notices_told, shares_told
from gallery.models import Photo

logger = logging.getLogger(__name__)
_AT_ONCE: Final = 200
_PIECE: Final = 64 * 1024

Tell = Callable[[int], None]
"""Called after every photo and every piece of the file, with how many are done; may raise to stop."""


def write_everything(owner: User, file: IO[bytes], tell: Tell) -> int:
    """Write the ZIP into `file`, a photo at a time, and say how many photos are in it. Raises OSError."""
    with LongZip(folder.folder()) as archive, tempfile.TemporaryFile(dir=folder.folder()) as listed:
        everything = Everything(owner, archive, listed)
        for _step in disk.steadily(file, everything.pieces(tell)):
            tell(everything.done)
    return everything.done


class Everything:
    """The ZIP in the making. What goes into photos.json waits in a file without a name: memory stays flat."""

    def __init__(self, owner: User, archive: LongZip, listed: IO[bytes]) -> None:
        self._owner = owner
        self._zip = archive
        self._listed = listed
        self.done = 0

    def pieces(self, tell: Tell) -> Iterator[bytes]:
        """All bytes of the ZIP, in order."""
        yield from self._text("README.txt", _readme())
        yield from self._text("account.json", _json(_account(self._owner)))
        yield from self._text("albums.json", _json(_albums(self._owner)))
        yield from self._text("shares.json", _json(shares_told(self._owner)))
        yield from self._text("notices.json", _json(notices_told(self._owner)))
        self._listed.write(b"[")
        for photo in _oldest_first(self._owner):
            yield from self._photo(photo)
            self.done += 1
            tell(self.done)
        self._listed.write(b"\n]\n")
        self._listed.seek(0)
        self._zip.add(iter(lambda: self._listed.read(_PIECE), b""), "photos.json")
        yield from self._zip.file()
        yield from self._zip.footer()

    def _photo(self, photo: Photo) -> Iterator[bytes]:
        said = dict(PhotoSerializer(photo).data) | {"file": None, "card": None}
        del said["urls"]
        said["albums"] = [album.name for album in photo.albums.all()]
        # The id makes it the only one of its name, and the same in the next export.
        stem = f"{serving.file_name(photo, '')}-{photo.uid.hex[:12]}"
        year = photo.taken_on.year
        with ExitStack() as opened:
            said |= self._pictures(photo, f"{year}/{stem}", opened)
            if photo.memo:
                self._zip.add(f"{photo.memo}\n", f"memos/{year}/{stem}.txt")
            while self._zip.num_queued():
                yield from self._zip.file()
        self._listed.write(b",\n" if self.done else b"\n")
        self._listed.write(_json(said).encode())

    def _pictures(self, photo: Photo, name: str, opened: ExitStack) -> dict[str, str]:
        """Add the photo and its card, and say under which names; nothing where a file is lost. What is open stays
        readable while `opened` is, though the owner delete the photo.
        """
        try:
            file = opened.enter_context(files.photo_path(photo.uid).open("rb"))
            card = serving.CARD.read(photo)
        except OSError as error:
            logger.warning("photo %s: its file can't be read and is not in the export: %s", photo.uid, error)
            return {}
        names = {"file": f"photos/{name}.jpg", "card": f"cards/{name}.png"}
        size = os.fstat(file.fileno()).st_size
        self._zip.add(iter(lambda: file.read(_PIECE), b""), names["file"], size=size)
        self._zip.add(card, names["card"])
        return names

    def _text(self, name: str, text: str) -> Iterator[bytes]:
        self._zip.add(text, name)
        yield from self._zip.file()


def _oldest_first(owner: User) -> Iterator[Photo]:
    """A few at a time, each a query of its own: a cursor open for minutes would keep SQLite's log growing."""
    last = 0
    photos = selectors.photos(owner).select_related("folded_behind").prefetch_related("albums").order_by("id")
    while batch := list(photos.filter(id__gt=last)[:_AT_ONCE]):
        yield from batch
        last = batch[-1].id


def _account(owner: User) -> dict[str, Any]:
    return {"exported_at": datetime.now(UTC), **personal_data(owner)}


def _albums(owner: User) -> list[dict[str, Any]]:
    rules = ("emotion", "happy_min", "day_from", "day_to")
    return list(selectors.albums(owner).values("name", "created_at", "smart", *rules))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _readme() -> str:
    return _(
        "Everything that Happy Things keeps of you.\n\n"
        "photos/       your photos as they were kept, by year\n"
        "cards/        the same as cards, with memo and date\n"
        "memos/        your memos, one file for each photo that has one\n"
        "photos.json   what is known of every photo, those in the trash too\n"
        "albums.json   your albums; photos.json says what lies in them\n"
        "shares.json   the links that you shared\n"
        "notices.json  what you were told about your photos, and what you reported\n"
        "account.json  your account: name, address, consents, preferences, sessions, what was done\n"
    )
