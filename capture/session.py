"""One camera visit: what it remembers between frames and the answer to each; no socket, no clock of its own."""

from capture.gate import GateState, decide
from capture.protocol import Answer
from mlmodels.face_finder import Track
from mlmodels.reading import FrameReading


class CameraSession:
    """`track` goes into the engine with each frame and comes back renewed; `answer` applies the gate."""

    def __init__(self) -> None:
        self.track = Track()
        self._gate = GateState()

    def answer(self, seq: int, reading: FrameReading, track: Track, now: float) -> Answer:
        """Judge frame `seq`, read at `now` (s, never going back), and remember what the next one needs."""
        self.track = track
        decision, self._gate = decide(reading, self._gate, now)
        return Answer(seq, decision.verdict, decision.reason, decision.progress, reading.face)
