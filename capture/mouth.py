"""Tells a mouth that talks or yawns from one that smiles, by how it moves rather than by how it looks.

A smile opens the mouth once and widens it. Speech opens and closes it four to six times a second, and a yawn drops the
jaw without widening anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from capture.face_geometry import FaceGeometry

WINDOW_S: Final = 0.7
"""How far back a movement still counts: at least two syllables."""
SWING: Final = 0.06
"""Least change of the mouth aspect ratio that is a movement: trembling landmarks stay under it."""
WIDE: Final = 0.5
"""A mouth this open yawns or shouts; a laugh that shows both rows of teeth stays under it."""
GRIN: Final = 0.08
"""Growth of the grin that no syllable reaches."""
WIDENING: Final = 0.15
"""Least part of an opening by which the grin must grow with it, or the jaw has dropped."""


@dataclass(frozen=True, slots=True)
class Mouth:
    """What was seen of the mouth in the last WINDOW_S: (time in s, opening, grin), oldest first."""

    seen: tuple[tuple[float, float, float], ...] = ()

    def after(self, geometry: FaceGeometry, now: float) -> "Mouth":
        """The state after one more frame, taken at `now` (s)."""
        recent = tuple(sample for sample in self.seen if sample[0] > now - WINDOW_S)
        return Mouth((*recent, (now, geometry.mouth, geometry.grin)))

    @property
    def quiet(self) -> bool:
        """Neither talking nor yawning."""
        openings = [opening for _, opening, _ in self.seen]
        if not openings or max(openings) >= WIDE:
            return not openings
        allowed = 2 if self._widened() else 1
        return _movements(openings) <= allowed and not self._dropped()

    def _widened(self) -> bool:
        """Whether the grin grew as only a smile's does: the lips may part and meet again on the way."""
        return self.seen[-1][2] - min(grin for _, _, grin in self.seen) >= GRIN

    def _dropped(self) -> bool:
        """Whether the mouth has opened and not widened with it."""
        (_, closed, narrow), (_, opened, grin) = min(self.seen, key=lambda sample: sample[1]), self.seen[-1]
        return opened - closed >= 2 * SWING and grin - narrow < WIDENING * (opened - closed)


def _movements(openings: Sequence[float]) -> int:
    """How often the mouth opened or closed by at least SWING: the legs of a zigzag that ignores smaller ones."""
    count, direction, turn = 0, 0, openings[0]
    for opening in openings:
        way = opening - turn
        if way * direction > 0:
            turn = opening
        elif abs(way) >= SWING:
            count, direction, turn = count + 1, (1 if way > 0 else -1), opening
    return count
