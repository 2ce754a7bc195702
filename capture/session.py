"""One camera visit: what it remembers between frames and the answer to each; no socket, no clock of its own."""

from capture.gate import NO_WISHES, GateState, decide
from capture.protocol import Answer, Reason, Verdict
from capture.wishes import Wishes
from mlmodels.face_finder import Track
from mlmodels.reading import FrameReading


class CameraSession:
    """`track` goes into the engine with each frame and comes back renewed; `answer` applies the gate."""

    def __init__(self, wishes: Wishes = NO_WISHES) -> None:
        self.track = Track()
        self.wishes = wishes
        self._gate = GateState()
        self._pressed: object | None = None

    def press(self) -> object:
        """The manual shutter: the next frame with a face is kept. `let_go` takes what this gives."""
        self._pressed = object()
        return self._pressed

    def let_go(self, press: object) -> bool:
        """Wait no longer for the frame of this press; False when it has come, or another press took its place."""
        waiting = self._pressed is press
        if waiting:
            self._pressed = None
        return waiting

    def answer(self, seq: int, reading: FrameReading, track: Track, now: float) -> Answer:
        """Judge frame `seq`, read at `now` (s, never going back), and remember what the next one needs."""
        self.track = track
        decision, self._gate = decide(reading, self._gate, now, self.wishes)
        if self._pressed and reading.face:
            self._pressed = None
            return Answer(seq, Verdict.COMMIT, Reason.KEPT, 1.0, reading.face, decision.conditions)
        return Answer(seq, decision.verdict, decision.reason, decision.progress, reading.face, decision.conditions)
