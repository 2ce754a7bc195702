"""How one person wants their smiles judged, and the levels that follow from it."""

import math
from dataclasses import dataclass
from typing import Final

from capture.resting import RestingFace, logit
from capture.smile import Levels

SENSITIVITIES: Final = {"low": 0.8, "normal": 0.0, "high": -0.6}
"""By how much each moves the threshold, in logits of P(happy)."""
BOUNDS: Final = (0.5, 0.92)
"""Whatever is wished and learnt, a smile begins no lower and no higher than this."""
USUAL_REST: Final = logit(0.05)
"""What the model says of most resting faces."""
REST_SHARE: Final = 0.5
"""How much of a resting face's difference from the usual one moves the threshold."""
WIDER: Final = 0.02
"""By how much a smile must be wider than the resting mouth: landmarks tremble by less."""

MAX_ALTERNATES: Final = 2


@dataclass(frozen=True, slots=True)
class Wishes:
    """shift: the person's own move of the threshold, in logits. learn: whether the resting face is learnt.
    alternates: how many further pictures of a moment are kept.
    """

    shift: float = 0.0
    learn: bool = False
    alternates: int = MAX_ALTERNATES


def levels_for(wishes: Wishes, rest: RestingFace | None) -> Levels:
    """The levels for this person, relative to their resting face where it is known."""
    usual = Levels()
    move = wishes.shift + (REST_SHARE * (rest.happy - USUAL_REST) if rest else 0.0)
    enter = min(BOUNDS[1], max(BOUNDS[0], _probability(logit(usual.enter) + move)))
    leave = _probability(logit(enter) - logit(usual.enter) + logit(usual.leave))
    return Levels(enter, leave, rest.grin + WIDER if rest else 0.0)


def _probability(value: float) -> float:
    return 1 / (1 + math.exp(-value))
