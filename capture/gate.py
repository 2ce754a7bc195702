"""Decides which frame is kept: the best rule is one a person can be told, so every answer carries its reason.

Pure functions over frozen values: time comes in as a number of seconds that only ever grows.
"""

from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from capture.protocol import Reason, Verdict
from mlmodels.reading import FaceReading, FrameReading

ENTER: Final = 0.7
"""P(happy) at which a smile begins."""
LEAVE: Final = 0.55
"""P(happy) below which it has ended; between the two nothing changes, so that a wavering score is one smile."""
DWELL_S: Final = 0.3
"""A smile must last this long: a word spoken or a blink is shorter."""
LEAVE_S: Final = 0.3
"""How long the score must stay below LEAVE before the smile counts as over."""
APART_S: Final = 0.5
"""Least time between two kept photos."""
MIN_FACE: Final = 0.12
"""Least face height, as a fraction of the picture's shorter side."""
MIN_BRIGHTNESS: Final = 35.0
"""Least mean grey of the face, 0–255."""
MIN_SHARPNESS: Final = 12.0
"""A face below this variance of the Laplacian is blurred on any camera."""
SHARPNESS_SHARE: Final = 0.5
"""Least part of this session's own median sharpness: cameras differ by a factor of ten, one camera does not."""
HISTORY: Final = 90
"""Faces remembered for that median (about 6 s)."""
MIN_HISTORY: Final = 8


@dataclass(frozen=True, slots=True)
class GateState:
    """What the gate remembers of one session. Times are seconds of the session's clock."""

    sharpness: tuple[float, ...] = ()
    smiling_since: float | None = None
    below_since: float | None = None
    kept_at: float | None = None
    kept_this_smile: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one frame, its reason, and how much of the holding time has passed (0–1)."""

    verdict: Verdict
    reason: Reason
    progress: float = 0.0


def decide(reading: FrameReading, state: GateState, now: float) -> tuple[Decision, GateState]:
    """Judge one frame taken at `now` (s) and return the state to hand in with the next one."""
    face = reading.face
    if face is None:
        dark = reading.brightness < MIN_BRIGHTNESS / 2
        decision = Decision(Verdict.DROP, Reason.TOO_DARK if dark else Reason.NO_FACE)
        return decision, _without_smile(state, now)
    state = _follow_smile(face, _remember(face, state), now)
    obstacle = _obstacle(face, state)
    if obstacle:
        return Decision(Verdict.DROP, obstacle), state
    if state.smiling_since is None:
        return Decision(Verdict.DROP, Reason.SMILE), state
    if state.kept_this_smile:
        return Decision(Verdict.DROP, Reason.RELAX, 1.0), state
    progress = min(1.0, (now - state.smiling_since) / DWELL_S)
    apart = state.kept_at is None or now - state.kept_at >= APART_S
    # The score may waver inside a smile; what is kept is a frame that smiles itself.
    if progress < 1 or not apart or face.happy < ENTER:
        return Decision(Verdict.DROP, Reason.HOLD_ON, progress), state
    return Decision(Verdict.COMMIT, Reason.KEPT, 1.0), replace(state, kept_at=now, kept_this_smile=True)


def _remember(face: FaceReading, state: GateState) -> GateState:
    return replace(state, sharpness=(*state.sharpness, face.sharpness)[-HISTORY:])


def _follow_smile(face: FaceReading, state: GateState, now: float) -> GateState:
    """Hysteresis: a smile begins at ENTER and ends after LEAVE_S below LEAVE."""
    if state.smiling_since is None:
        return replace(state, smiling_since=now, below_since=None) if face.happy >= ENTER else state
    if face.happy >= LEAVE:
        return replace(state, below_since=None)
    return _without_smile(state, now)


def _without_smile(state: GateState, now: float) -> GateState:
    """A moment without a smile. One that was not kept yet starts anew at once; one that was kept ends when it has been
    gone for LEAVE_S, so that a face lost for a frame does not give a second photo of the same smile.
    """
    if state.smiling_since is None:
        return state
    since = now if state.below_since is None else state.below_since
    if not state.kept_this_smile or now - since >= LEAVE_S:
        return replace(state, smiling_since=None, below_since=None, kept_this_smile=False)
    return replace(state, below_since=since)


def _obstacle(face: FaceReading, state: GateState) -> Reason | None:
    """What keeps this face from being a good photo, whatever it expresses."""
    if face.size < MIN_FACE:
        return Reason.TOO_SMALL
    if face.brightness < MIN_BRIGHTNESS:
        return Reason.TOO_DARK
    usual = median(state.sharpness) if len(state.sharpness) >= MIN_HISTORY else 0.0
    if face.sharpness < max(MIN_SHARPNESS, SHARPNESS_SHARE * usual):
        return Reason.TOO_BLURRY
    return None
