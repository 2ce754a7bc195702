"""The ZIP of chosen photos, made while it is fetched: its first byte goes out at once, and it never lies anywhere."""

from collections.abc import Iterator, Sequence

from zipstream import ZipStream

from gallery import files, serving
from gallery.archive.names import Names
from gallery.models import Photo


class SelectionZip:
    """Photos as a ZIP without compression (JPEGs don't shrink), so that its size is known before its first byte.

    `done` is how many photos have gone out whole. Photos whose file is lost are left out.
    """

    def __init__(self, photos: Sequence[Photo]) -> None:
        self._zip = ZipStream(sized=True)
        names = Names()
        self.done = 0
        for photo in photos:
            if (path := files.photo_path(photo.uid)).is_file():
                self._zip.add_path(path, names.take(serving.file_name(photo, ""), ".jpg"))
        self.size = len(self._zip)

    def pieces(self) -> Iterator[bytes]:
        """The bytes, some tens of kilobytes at a time. Raises OSError or RuntimeError when a file goes meanwhile: then
        what went out is no whole ZIP, and the client has to see that."""
        for _info in range(self._zip.num_queued()):
            yield from self._zip.file()
            self.done += 1
        yield from self._zip.footer()
