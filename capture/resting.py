"""A person's resting face, learnt while the camera runs and forgotten with the visit.

Some faces look happy or grim at rest: what counts is the change. Only score and grin are learnt, never the eyes: a
baseline of lids would take every blink for an expression.
"""

import math
from dataclasses import dataclass
from typing import Final

LEARN_S: Final = 2.0
"""For so long, from the first face on, nothing is kept while the resting face is learnt."""
MIN_FACES: Final = 8
MAX_FACES: Final = 150
"""Faces remembered (about 10 s): whoever came laughing is understood better once the face has rested."""
SMILING: Final = 0.85
"""P(happy) of a clear smile, from which nothing is learnt."""
QUANTILE: Final = 0.25
"""A low quantile: half-smiles among the first frames don't raise it."""


@dataclass(frozen=True, slots=True)
class RestingFace:
    """Its P(happy) as a logit, and its grin (FaceGeometry)."""

    happy: float
    grin: float


@dataclass(frozen=True, slots=True)
class Resting:
    """What was seen so far: since when (s), and (logit of P(happy), grin) of faces that did not clearly smile."""

    since: float | None = None
    seen: tuple[tuple[float, float], ...] = ()

    def after(self, happy: float, grin: float, now: float) -> "Resting":
        """The state after one more face, seen at `now` (s)."""
        more = () if happy >= SMILING else ((logit(happy), grin),)
        return Resting(now if self.since is None else self.since, (*self.seen, *more)[-MAX_FACES:])

    def learning(self, now: float) -> bool:
        """Whether it is too early to judge."""
        return self.since is not None and now - self.since < LEARN_S

    @property
    def face(self) -> RestingFace | None:
        """What the face is like at rest; None while too little was seen of it."""
        if len(self.seen) < MIN_FACES:
            return None
        place = int(QUANTILE * len(self.seen))
        return RestingFace(*(sorted(values)[place] for values in zip(*self.seen, strict=True)))


def logit(probability: float) -> float:
    """log(p / (1 − p)), within ±7: certainty has no end there."""
    return max(-7.0, min(7.0, math.log(max(probability, 1e-9) / max(1 - probability, 1e-9))))
