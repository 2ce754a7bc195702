"""Bytes on their way out, a piece at a time: read on threads of their own, and only when the client has taken the last.

Django hands a plain iterator to ASGI all at once, so a ZIP of 400 MB would lie in memory twice; hence an async one.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

READERS: Final = ThreadPoolExecutor(max_workers=4, thread_name_prefix="zip")
"""Apart from the threads that judge frames and those that write photos. A slow client holds none of them."""
PIECE_BYTES: Final = 256 * 1024


class Pieces:
    """Gathers what an iterator gives into pieces of about 256 KiB. Any thread may ask for the next one."""

    def __init__(self, source: Iterator[bytes], ended: Callable[[bool], None] = lambda _whole: None) -> None:
        """`ended` is called once when it is over, with whether everything was given out."""
        self._source = source
        self._ended = ended
        self._over = False
        self._lock = Lock()

    def take(self) -> bytes:
        """The next piece; empty at the end."""
        with self._lock:
            gathered = bytearray()
            while not self._over and len(gathered) < PIECE_BYTES:
                piece = next(self._source, None)
                if piece is None:
                    self._end(whole=True)
                else:
                    gathered += piece
            return bytes(gathered)

    def close(self) -> None:
        """Nobody wants more."""
        with self._lock:
            self._end(whole=False)

    def _end(self, *, whole: bool) -> None:
        if not self._over:
            self._over = True
            self._ended(whole)


async def stream(pieces: Pieces) -> AsyncIterator[bytes]:
    """Every piece, as fast as they are wanted."""
    loop = asyncio.get_running_loop()
    try:
        while piece := await loop.run_in_executor(READERS, pieces.take):
            yield piece
    finally:
        # Not awaited: the client may have gone in the middle of `take`, which close waits for.
        with suppress(RuntimeError):
            READERS.submit(pieces.close)


def read_range(path: Path, first: int, length: int) -> Iterator[bytes]:
    """`length` bytes of a file from `first` on. Raises OSError."""
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(length, PIECE_BYTES))):
            length -= len(piece)
            yield piece
