"""One smile is one moment: which of its frames becomes the photo, and which further two fold behind it.

Pure functions over frozen values, like the gate. The client holds one full picture at a time, the best so far.
"""

from dataclasses import dataclass, replace
from typing import Final

from capture.gate import Decision
from capture.protocol import Verdict
from mlmodels.reading import FaceReading

WAIT_S: Final = 0.3
"""How long a smile that has lasted long enough may still bring a better frame. Chosen, not measured."""
SETTLED_S: Final = 0.15
"""A best frame that nothing has beaten for so long is committed at once."""
APART_S: Final = 0.6
"""From one picture of a moment to the frames that may become its next: closer ones show the same."""
ALTERNATE_S: Final = 0.4
"""For so long the best of those frames is looked for."""
ALTERNATE_SHARE: Final = 0.9
"""Least part of the photo's quality that an alternate must have."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A frame whose full picture the client holds or is to send. at: session clock (s); quality: 0–1."""

    seq: int
    face: FaceReading
    at: float
    quality: float


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The smile that goes on. ripe_at: when it had lasted long enough; kept: the pictures committed so far."""

    held: Candidate | None = None
    ripe_at: float | None = None
    kept: tuple[Candidate, ...] = ()
    kept_at: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What a frame brings: its verdict; a frame to commit (itself or the held one); a held one to let go."""

    verdict: Verdict = Verdict.DROP
    commit: Candidate | None = None
    release: int | None = None


def choose(
    decision: Decision, candidate: Candidate | None, moment: Moment, now: float, alternates: int
) -> tuple[Choice, Moment]:
    """Judge one frame at `now` (s). `candidate` is None when the frame is no photo by itself."""
    if not decision.smiling:
        return _end(moment)
    if decision.progress == 1.0 and moment.ripe_at is None:
        moment = replace(moment, ripe_at=now)
    if moment.kept:
        candidate = _as_alternate(candidate, moment, now, alternates)
    before = moment.held
    choice, moment = _hold(candidate, moment)
    return _commit(choice, moment, before, now) if _due(moment, now) else (choice, moment)


def _end(moment: Moment) -> tuple[Choice, Moment]:
    """The smile is over: if it lasted, its best frame is kept now; whatever else is held goes."""
    if moment.held is None:
        return Choice(), Moment()
    if moment.ripe_at is not None and not moment.kept:
        return Choice(commit=moment.held), Moment()
    return Choice(release=moment.held.seq), Moment()


def _as_alternate(candidate: Candidate | None, moment: Moment, now: float, alternates: int) -> Candidate | None:
    """The candidate, if another picture of this moment is wanted now and it is nearly as good as the photo."""
    wanted = len(moment.kept) <= alternates and now - moment.kept_at >= APART_S
    good = candidate is not None and candidate.quality >= ALTERNATE_SHARE * moment.kept[0].quality
    return candidate if wanted and good else None


def _hold(candidate: Candidate | None, moment: Moment) -> tuple[Choice, Moment]:
    if candidate is None or (moment.held and candidate.quality <= moment.held.quality):
        return Choice(), moment
    return Choice(Verdict.HOLD), replace(moment, held=candidate)


def _due(moment: Moment, now: float) -> bool:
    if moment.held is None or moment.ripe_at is None:
        return False
    if moment.kept:
        return now - moment.kept_at >= APART_S + ALTERNATE_S
    return now - moment.ripe_at >= WAIT_S or now - max(moment.held.at, moment.ripe_at) >= SETTLED_S


def _commit(choice: Choice, moment: Moment, before: Candidate | None, now: float) -> tuple[Choice, Moment]:
    """Commit the held frame. When that is the very one that was judged, the one held before is let go."""
    assert moment.held  # noqa: S101 - it is due
    after = Moment(None, moment.ripe_at, (*moment.kept, moment.held), now)
    if choice.verdict is Verdict.HOLD:
        return Choice(Verdict.COMMIT, moment.held, before.seq if before else None), after
    return Choice(commit=moment.held), after
