"""A ZIP of any number of files in the same little memory."""

import struct
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self

from zipstream import ZipStream

_LENGTH = struct.Struct("<I")


class LongZip(ZipStream):  # type: ignore[misc]  # it has no types
    """Where its base keeps what it will say of every file at the end (516 bytes a file, measured), this one keeps that
    in a file without a name. Add a file, take its bytes with `file()`, and so on; then `footer()`.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` is where the file without a name lies."""
        super().__init__()
        self._filelist = _Listed(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._filelist.close()


class _Listed:
    """Stands in for the base's list of files: each is remembered as the bytes that the end of the ZIP needs."""

    def __init__(self, folder: Path) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by `close`
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, info: Any) -> None:
        """A file is written; `info` is the base's own."""
        header = info._central_directory_header_data()  # noqa: SLF001 - tests/gallery/test_long_zip.py watches it
        self._file.write(_LENGTH.pack(len(header)) + header)
        self._count += 1

    def __iter__(self) -> "Iterator[_Header]":
        self._file.seek(0)
        while length := self._file.read(_LENGTH.size):
            yield _Header(self._file.read(_LENGTH.unpack(length)[0]))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class _Header:
    """What the base asks of the files in its list."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def _central_directory_header_data(self) -> bytes:
        return self._data
