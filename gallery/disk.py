"""Files that are whole or not there at all: temporary file in the same folder, fsync, rename, fsync of the folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final
from uuid import uuid4

TEMPORARY: Final = ".tmp"


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which gets its final name when the block has ended well and every byte is on the disk.

    Two that write the same path never touch each other's bytes; the one that ends last stays. Raises OSError.
    """
    scratch = path.with_name(f"{path.name}.{uuid4().hex}{TEMPORARY}")
    try:
        with scratch.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, path)  # noqa: PTH105 - the tests make this very call fail
    except BaseException:
        with suppress(OSError):
            scratch.unlink()
        raise


def fsync_folder(folder: Path) -> None:
    """Put the names in `folder` on the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make the folder, for this server's account alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def older_than(folder: Path, timestamp: float) -> Iterator[Path]:
    """Every file in the folder last written before `timestamp` (seconds since 1970)."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            # A file may go between the listing and the look at it.
            with suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < timestamp:
                    yield Path(entry.path)
