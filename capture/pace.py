"""How busy this process is: the gap between frames it asks its cameras for, and whether another camera finds room.

A server under load first asks for fewer frames, then drops those that newer ones overtake, and never lets them wait.
No clock of its own: times are seconds handed in.
"""

from dataclasses import dataclass, field
from typing import Final

AGED_S: Final = 0.06
"""Mean age of answers (frame received to answer sent) from which on fewer frames are asked for."""
FRESH_S: Final = 0.03
"""Below this mean age the gap shrinks again."""
STEP_S: Final = 0.25
"""The gap changes so often: long enough for clients to have followed the last change."""
SHARE: Final = 0.02
"""Weight of one frame in the running means: they remember about fifty."""
LEAST_GAP_S: Final = 1 / 30
"""A shorter gap is no wish at all."""
LARGEST_GAP_S: Final = 1.0
CROWDED_GAP_S: Final = 0.2
"""Five frames a second: a server that has to ask for a larger gap takes no further camera."""
FORGET_S: Final = 2.0
"""Without an answer for so long, what was asked for says nothing of now."""
USABLE: Final = 0.8
"""Share of the engine's time that frames may fill; the rest is for full pictures and for bad luck."""
EMPTY_AFTER: Final = ((150, 0.2), (15, 0.1))
"""Frames in a row without a face, and the gap that is then enough (s)."""
RETRY_AFTER_S: Final = 5.0


@dataclass(slots=True)
class Load:
    """The load of one process whose engine has `threads` threads."""

    threads: int
    service_s: float = 0.004
    age_s: float = 0.0
    gap_s: float = 0.0
    _spacing_s: float = 0.0
    _answered_at: float | None = field(default=None)
    _changed_at: float = 0.0
    _cameras: int = 1

    def answered(self, age_s: float, service_s: float, *, cameras: int, now: float) -> None:
        """Count one answer to one of so many cameras: how old its frame was, and the processor time it took."""
        self._forget(now)
        self.age_s += SHARE * (age_s - self.age_s)
        self.service_s += SHARE * (service_s - self.service_s)
        if self._answered_at is not None:
            self._spacing_s += SHARE * (now - self._answered_at - self._spacing_s)
        self._answered_at = now
        if now - self._changed_at >= STEP_S:
            self._changed_at = now
            self._change_gap(cameras)

    def _forget(self, now: float) -> None:
        if self._answered_at is not None and now - self._answered_at > FORGET_S:
            self.age_s = self.gap_s = self._spacing_s = 0.0
            self._answered_at = None

    def _change_gap(self, cameras: int) -> None:
        self._cameras = max(1, cameras)
        if self.age_s > AGED_S:
            # From the gap that cameras keep now, which a wish they need not heed yet would not change.
            self.gap_s = min(LARGEST_GAP_S, 1.15 * max(self.gap_s, cameras * self._spacing_s))
        elif self.age_s < FRESH_S:
            self.gap_s *= 0.9
            if self.gap_s < LEAST_GAP_S:
                self.gap_s = 0.0

    def pace_ms(self, frames_without_face: int) -> int:
        """The gap to ask a camera for, in milliseconds; 0 is no wish."""
        empty = next((gap for frames, gap in EMPTY_AFTER if frames_without_face > frames), 0.0)
        return round(1000 * max(self.gap_s, empty))

    def has_room(self, cameras: int, now: float) -> bool:
        """Whether one camera more than so many could have five frames a second looked at."""
        self._forget(now)
        enough_time = (cameras + 1) * self.service_s <= USABLE * self.threads * CROWDED_GAP_S
        # What was asked of a crowd that has gone meanwhile says little of the few that are left.
        gap_s = self.gap_s * min(1.0, (cameras + 1) / self._cameras)
        return cameras == 0 or (enough_time and gap_s < CROWDED_GAP_S)
