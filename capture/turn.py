"""One turn of a camera at the engine. It looks at the frame that is newest when the turn comes, not when it was asked
for: in a crowd a frame that waited its turn would be as old as the queue is long.
"""

import time
from dataclasses import dataclass

from capture.mailbox import Mailbox
from capture.protocol import Frame
from mlmodels.analyzer import FrameAnalyzer
from mlmodels.face_finder import Track
from mlmodels.reading import FrameReading


@dataclass(frozen=True, slots=True)
class Arrival:
    """A frame, and when it came (s, monotonic)."""

    frame: Frame
    came: float


class Turn:
    """Made by the event loop when the mailbox holds a frame; `take` runs on a thread of the engine."""

    def __init__(self, mailbox: Mailbox[Arrival], track: Track) -> None:
        self._mailbox = mailbox
        self._track = track
        self._taken: Arrival | None = None
        self.service_s = 0.0

    def take(self, analyzer: FrameAnalyzer) -> tuple[FrameReading, Track]:
        """Read the newest frame. Raises ImageRejectedError."""
        # The thread's own time: by the clock a frame would seem to cost more where others want the processor too.
        began = time.thread_time()
        reading = analyzer.read_jpeg(self._arrival.frame.jpeg, self._track)
        self.service_s = time.thread_time() - began
        return reading

    @property
    def frame(self) -> Frame:
        """The frame that was looked at; one that never got its turn, when every thread hangs."""
        return self._arrival.frame

    @property
    def seq(self) -> int:
        """That frame's number."""
        return self.frame.seq

    def age(self, now: float) -> float:
        """How long ago (s) the frame came."""
        return now - self._arrival.came

    @property
    def arrived_at(self) -> float:
        """When the frame came, by the wall clock (s)."""
        return time.time() - self.age(time.monotonic())

    @property
    def _arrival(self) -> Arrival:
        if self._taken is None:
            self._taken = self._mailbox.take()
        if self._taken is None:
            raise RuntimeError("a turn without a frame")
        return self._taken
