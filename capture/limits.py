"""How much one socket may ask for, counted on a clock that is handed in."""

from collections import deque
from typing import Final

MAX_FRAMES_A_SECOND: Final = 60
MAX_STRIKES: Final = 20
STRIKE_WINDOW_S: Final = 60.0


class Strikes:
    """Bad messages of the last minute."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def add(self, now: float) -> bool:
        """Count one more at `now` (s); True when that was one too many."""
        self._times.append(now)
        while self._times[0] < now - STRIKE_WINDOW_S:
            self._times.popleft()
        return len(self._times) >= MAX_STRIKES


class FrameRate:
    """Frames of the running second: what goes beyond is dropped unseen, with one complaint a second."""

    def __init__(self) -> None:
        self._second = -1
        self._frames = 0

    def allow(self, now: float) -> bool:
        """Whether the frame that came at `now` (s) is within the rate."""
        if int(now) != self._second:
            self._second, self._frames = int(now), 0
        self._frames += 1
        return self._frames <= MAX_FRAMES_A_SECOND

    @property
    def complain(self) -> bool:
        """True for the first frame too many of each second."""
        return self._frames == MAX_FRAMES_A_SECOND + 1
