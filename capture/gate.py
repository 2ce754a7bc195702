"""Decides which frame is kept: the best rule is one a person can be told, so every answer carries its reason.

Pure functions over frozen values: time comes in as a number of seconds that only ever grows.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from capture.conditions import MIN_BRIGHTNESS, Usual, conditions
from capture.face_geometry import FaceGeometry, face_geometry
from capture.mouth import Mouth
from capture.protocol import Condition, Reason, Verdict
from capture.resting import Resting
from capture.smile import Levels, Smile
from capture.wishes import Wishes, levels_for
from mlmodels.reading import FaceReading, FrameReading

DWELL_S: Final = 0.25
"""A smile must last this long over a quiet mouth, on the smoothed score, which lags some 60 ms behind: a smile held for
300 ms fires, a word or a flicker is shorter."""
APART_S: Final = 0.5
"""Least time between two kept photos."""
OBSTACLES: Final = {
    Condition.SIZE: Reason.TOO_SMALL,
    Condition.LIGHT: Reason.TOO_DARK,
    Condition.SHARP: Reason.TOO_BLURRY,
    Condition.TURN: Reason.TURNED,
}
"""What keeps any face from being a good photo, in the order in which it is told."""
SMILE_OBSTACLES: Final = {Condition.EYES: Reason.EYES_CLOSED, Condition.QUIET: Reason.TALKING}
"""What is only worth a word while a smile waits for it: everyone blinks and talks."""


@dataclass(frozen=True, slots=True)
class GateState:
    """What the gate remembers of one session. Times are seconds of the session's clock."""

    usual: Usual = field(default_factory=Usual)
    mouth: Mouth = field(default_factory=Mouth)
    smile: Smile = field(default_factory=Smile)
    resting: Resting = field(default_factory=Resting)
    holding_since: float | None = None
    kept_at: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one frame, its reason, the part of the holding time that has passed (0–1), and what holds."""

    verdict: Verdict
    reason: Reason
    progress: float = 0.0
    conditions: frozenset[Condition] = frozenset()


NO_WISHES: Final = Wishes()


def decide(
    reading: FrameReading, state: GateState, now: float, wishes: Wishes = NO_WISHES
) -> tuple[Decision, GateState]:
    """Judge one frame taken at `now` (s) and return the state to hand in with the next one."""
    face = reading.face
    if face is None:
        dark = reading.brightness < MIN_BRIGHTNESS / 2
        decision = Decision(Verdict.DROP, Reason.TOO_DARK if dark else Reason.NO_FACE)
        return decision, replace(state, smile=state.smile.fading(now), mouth=Mouth(), holding_since=None)
    geometry = face_geometry(reading, face)
    resting = state.resting.after(face.happy, geometry.grin, now) if wishes.learn else state.resting
    levels = levels_for(wishes, resting.face)
    state, holding = _look(face, geometry, replace(state, resting=resting), now, levels)
    reason = _reason(holding, state.smile, learning=resting.learning(now))
    progress = _progress(state, now)
    apart = state.kept_at is None or now - state.kept_at >= APART_S
    # The score may waver inside a smile; what is kept is a frame that smiles itself.
    if reason is not Reason.HOLD_ON or progress < 1 or not apart or face.happy < levels.enter:
        return Decision(Verdict.DROP, reason, progress, holding), state
    kept = replace(state, kept_at=now, smile=replace(state.smile, kept=True))
    return Decision(Verdict.COMMIT, Reason.KEPT, 1.0, holding), kept


def _look(
    face: FaceReading, geometry: FaceGeometry, state: GateState, now: float, levels: Levels
) -> tuple[GateState, frozenset[Condition]]:
    """Remember this face, and say which conditions hold."""
    usual, mouth = state.usual.after(face, geometry), state.mouth.after(geometry, now)
    smile = state.smile.after(face.happy if geometry.grin >= levels.grin else 0.0, now, levels)
    quiet, smiling = mouth.quiet, smile.since is not None
    since = (now if state.holding_since is None else state.holding_since) if quiet and smiling else None
    more = {condition for condition, holds in ((Condition.SMILE, smiling), (Condition.QUIET, quiet)) if holds}
    after = replace(state, usual=usual, mouth=mouth, smile=smile, holding_since=since)
    return after, conditions(face, geometry, usual) | more


def _reason(holding: frozenset[Condition], smile: Smile, *, learning: bool) -> Reason:
    obstacles = OBSTACLES if smile.since is None or smile.kept else OBSTACLES | SMILE_OBSTACLES
    for condition, reason in obstacles.items():
        if condition not in holding:
            return reason
    if learning:
        return Reason.LEARNING
    if smile.since is None:
        return Reason.SMILE
    return Reason.RELAX if smile.kept else Reason.HOLD_ON


def _progress(state: GateState, now: float) -> float:
    if state.smile.kept:
        return 1.0
    return 0.0 if state.holding_since is None else min(1.0, (now - state.holding_since) / DWELL_S)
