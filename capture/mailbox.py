"""One place for the newest frame. Whoever puts a frame in replaces the one that nobody has looked at yet."""

import asyncio
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds at most one item; putting never waits, so that a slow server drops frames instead of lagging behind."""

    def __init__(self) -> None:
        self._item: T | None = None
        self._arrived = asyncio.Event()
        self.overtaken = 0

    def put(self, item: T) -> None:
        """Leave the newest item; an older one still here is dropped and counted in `overtaken`."""
        if self._item is not None:
            self.overtaken += 1
        self._item = item
        self._arrived.set()

    async def take(self) -> T:
        """Wait for an item and take it out."""
        while self._item is None:
            self._arrived.clear()
            await self._arrived.wait()
        item, self._item = self._item, None
        return item
