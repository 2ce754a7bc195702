"""One camera visit: what it remembers between frames and what each brings; no socket, no clock of its own."""

from dataclasses import dataclass, replace
from uuid import uuid4

from capture.gate import NO_WISHES, Decision, GateState, decide
from capture.moment import Candidate, Moment, choose
from capture.protocol import Answer, Reason, Verdict
from capture.wishes import Wishes
from mlmodels.face_finder import Track
from mlmodels.reading import FrameReading


@dataclass(frozen=True, slots=True, eq=False)
class Commit:
    """A frame whose full picture is wanted. moment: a UUID; alternate: folds behind that moment's photo; manual: the
    shutter was pressed."""

    frame: Candidate
    moment: str
    alternate: bool = False
    manual: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a frame brings: the answer to it, a picture to ask for, a held picture (its seq) to let go."""

    answer: Answer
    commit: Commit | None = None
    release: int | None = None


class CameraSession:
    """`track` goes into the engine with each frame and comes back renewed; `judge` applies the gate."""

    def __init__(self, wishes: Wishes = NO_WISHES) -> None:
        self.track = Track()
        self.wishes = wishes
        self._gate = GateState()
        self._moment = Moment()
        self._moment_id = ""
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

    def judge(self, seq: int, reading: FrameReading, track: Track, now: float) -> Outcome:
        """Judge frame `seq`, read at `now` (s, never going back), and remember what the next one needs."""
        self.track = track
        decision, self._gate = decide(reading, self._gate, now, self.wishes)
        if self._pressed and reading.face:
            answer = self._answer(seq, Verdict.DROP, decision, reading)
            return self._by_hand(decision, Candidate(seq, reading.face, now, decision.quality or 0.0), answer)
        candidate = None
        if reading.face and decision.quality is not None:
            candidate = Candidate(seq, reading.face, now, decision.quality)
        choice, self._moment = choose(decision, candidate, self._moment, now, self.wishes.alternates)
        commit = self._commit(choice.commit) if choice.commit else None
        answer = self._answer(seq, choice.verdict, decision, reading)
        if commit and not commit.alternate:
            answer = replace(answer, reason=Reason.KEPT, progress=1.0)
        return Outcome(answer, commit, choice.release)

    def end(self) -> Commit | None:
        """No frame comes any more: the photo of a smile that lasted and has given none yet."""
        choice, self._moment = choose(Decision(Reason.NO_FACE), None, self._moment, 0.0, self.wishes.alternates)
        return self._commit(choice.commit) if choice.commit else None

    def _commit(self, frame: Candidate) -> Commit:
        alternate = len(self._moment.kept) > 1
        if not alternate:
            self._moment_id = str(uuid4())
            self._gate = replace(self._gate, kept=self._gate.smile.since is not None)
        return Commit(frame, self._moment_id, alternate)

    def _by_hand(self, decision: Decision, frame: Candidate, answer: Answer) -> Outcome:
        """The shutter's own photo: the moment's in a smile that has given none yet, else a moment by itself."""
        self._pressed = None
        answer = replace(answer, verdict=Verdict.COMMIT, reason=Reason.KEPT, progress=1.0)
        if not decision.smiling or self._gate.kept:
            return Outcome(answer, Commit(frame, str(uuid4()), manual=True))
        held, self._moment = self._moment.held, Moment(None, frame.at, (frame,), frame.at)
        return Outcome(answer, replace(self._commit(frame), manual=True), held.seq if held else None)

    def _answer(self, seq: int, verdict: Verdict, decision: Decision, reading: FrameReading) -> Answer:
        return Answer(seq, verdict, decision.reason, decision.progress, reading.face, decision.conditions)
