"""Files that are whole or not there at all: temporary file in the same folder, fsync, rename, fsync of the folder."""

import errno
import math
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final
from uuid import uuid4

TEMPORARY: Final = ".tmp"
SYNC_BYTES: Final = 64 * 1024 * 1024


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


def steadily(file: IO[bytes], pieces: Iterable[bytes]) -> Iterator[None]:
    """Write the pieces, a step each, and put them on the disk every 64 MB: the last fsync of a file of any size then
    takes no longer than that of a small one. Raises OSError.
    """
    behind = 0
    for piece in pieces:
        file.write(piece)
        behind += len(piece)
        if behind >= SYNC_BYTES:
            file.flush()
            os.fsync(file.fileno())
            behind = 0
        yield


def room_check(folder: Path, reserve: int) -> None:
    """Raises OSError (ENOSPC) where less than `reserve` bytes are free."""
    if shutil.disk_usage(folder).free < reserve:
        raise OSError(errno.ENOSPC, "what is left of the disk is kept free", str(folder))


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


def sizes(folder: Path) -> Iterator[tuple[Path, int]]:
    """Every file in the folder with its size in bytes."""
    for path in older_than(folder, math.inf):
        with suppress(FileNotFoundError):
            yield path, path.stat(follow_symlinks=False).st_size


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
