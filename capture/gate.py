"""Says of every frame whether it could be kept, and if not why: the best rule is one a person can be told.

Pure functions over frozen values: time comes in as a number of seconds that only ever grows.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from capture.conditions import Usual, conditions
from capture.face_geometry import FaceGeometry, face_geometry
from capture.mouth import Mouth
from capture.protocol import CONDITIONS, Condition, Reason
from capture.quality import quality
from capture.resting import Resting
from capture.smile import Smile
from capture.wishes import Wishes, levels_for
from mlmodels.obstacles import DARK_ROOM
from mlmodels.reading import FaceReading, FrameReading

OBSTACLES: Final = {
    Condition.SIZE: Reason.TOO_SMALL,
    Condition.LIGHT: Reason.TOO_DARK,
    Condition.SHARP: Reason.TOO_BLURRY,
    Condition.TURN: Reason.TURNED,
}
"""What keeps any face from being a good photo, in the order in which it is told."""
SMILE_OBSTACLES: Final = {Condition.EYES: Reason.EYES_CLOSED, Condition.QUIET: Reason.TALKING}
"""What is only worth a word while a smile waits for it: everyone blinks and talks."""
NO_WISHES: Final = Wishes()


@dataclass(frozen=True, slots=True)
class GateState:
    """What the gate remembers of one session. kept: whether this smile has given its photo."""

    usual: Usual = field(default_factory=Usual)
    mouth: Mouth = field(default_factory=Mouth)
    smile: Smile = field(default_factory=Smile)
    resting: Resting = field(default_factory=Resting)
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be said of one frame.

    progress: the part of the holding time that has passed (0–1). smiling: a smile goes on.
    quality: of a frame that could be kept, 0–1 (capture.quality); None for any other.
    """

    reason: Reason
    progress: float = 0.0
    conditions: frozenset[Condition] = frozenset()
    smiling: bool = False
    quality: float | None = None


def decide(
    reading: FrameReading, state: GateState, now: float, wishes: Wishes = NO_WISHES
) -> tuple[Decision, GateState]:
    """Judge one frame taken at `now` (s) and return the state to hand in with the next one."""
    face = reading.face
    if face is None:
        dark = reading.brightness < DARK_ROOM
        state = _after_smile(replace(state, smile=state.smile.fading(now), mouth=Mouth()))
        return Decision(Reason.TOO_DARK if dark else Reason.NO_FACE, smiling=state.smile.since is not None), state
    geometry = face_geometry(reading, face)
    resting = state.resting.after(face.happy, geometry.grin, now) if wishes.learn else state.resting
    levels = levels_for(wishes, resting.face)
    usual, mouth = state.usual.after(face, geometry), state.mouth.after(geometry, now)
    happy = face.happy if geometry.grin >= levels.grin else 0.0
    smile = state.smile.after(happy, now, levels, quiet=mouth.quiet)
    state = _after_smile(GateState(usual, mouth, smile, resting, state.kept))
    holding = _holding(face, geometry, state)
    learning = resting.learning(now)
    # The score may waver inside a smile; what is kept is a frame that smiles itself.
    good = len(holding) == len(CONDITIONS) and happy >= levels.enter and not learning
    worth = quality(face, geometry, usual) if good else None
    reason = _reason(holding, state, learning=learning)
    return Decision(reason, smile.progress(now), holding, smile.since is not None, worth), state


def _after_smile(state: GateState) -> GateState:
    return replace(state, kept=state.kept and state.smile.since is not None)


def _holding(face: FaceReading, geometry: FaceGeometry, state: GateState) -> frozenset[Condition]:
    more = ((Condition.SMILE, state.smile.since is not None), (Condition.QUIET, state.mouth.quiet))
    return conditions(face, geometry, state.usual) | {condition for condition, holds in more if holds}


def _reason(holding: frozenset[Condition], state: GateState, *, learning: bool) -> Reason:
    smiling = state.smile.since is not None
    for condition, reason in (OBSTACLES | SMILE_OBSTACLES if smiling and not state.kept else OBSTACLES).items():
        if condition not in holding:
            return reason
    if learning:
        return Reason.LEARNING
    if not smiling:
        return Reason.SMILE
    return Reason.RELAX if state.kept else Reason.HOLD_ON
