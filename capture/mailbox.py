"""One place for the newest frame. Whoever puts a frame in replaces the one that nobody has looked at yet."""

import asyncio
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds at most one item; putting never waits, so that a slow server drops frames instead of lagging behind.

    `put` and `filled` belong to the event loop; `take` may be called from any thread, as late as its turn comes.
    """

    def __init__(self) -> None:
        self._item: T | None = None
        self._lock = Lock()
        self._arrived = asyncio.Event()
        self.overtaken = 0

    def put(self, item: T) -> None:
        """Leave the newest item; an older one still here is dropped and counted in `overtaken`."""
        with self._lock:
            self.overtaken += self._item is not None
            self._item = item
        self._arrived.set()

    async def filled(self) -> None:
        """Wait until an item is here."""
        while self._item is None:
            self._arrived.clear()
            await self._arrived.wait()

    def take(self) -> T | None:
        """The newest item, taken out; None when nobody has put one in since."""
        with self._lock:
            item, self._item = self._item, None
        return item
