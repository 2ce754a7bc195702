"""The One Euro filter (Casiez, Roussel and Vogel, CHI 2012): smooth while a value rests, quick while it moves."""

import math
from dataclasses import dataclass
from typing import Final

SPEED_CUTOFF_HZ: Final = 1.0
"""Cut-off of the speed's own low-pass filter, as in the paper."""


@dataclass(frozen=True, slots=True)
class OneEuro:
    """A filter's state after some samples.

    rest_hz: cut-off frequency while the value does not move.
    haste: how much the cut-off (Hz) grows with the value's speed (units a second).
    """

    rest_hz: float
    haste: float
    value: float | None = None
    speed: float = 0.0
    at: float = 0.0

    def sample(self, value: float, now: float) -> "OneEuro":
        """The state after `value`, measured at `now` (s, never going back)."""
        if self.value is None:
            return OneEuro(self.rest_hz, self.haste, value, 0.0, now)
        gap = now - self.at
        if gap <= 0:
            return self
        speed = _mix(self.speed, (value - self.value) / gap, _share(SPEED_CUTOFF_HZ, gap))
        cutoff = self.rest_hz + self.haste * abs(speed)
        return OneEuro(self.rest_hz, self.haste, _mix(self.value, value, _share(cutoff, gap)), speed, now)


def _share(cutoff_hz: float, gap: float) -> float:
    """The weight of the newest sample in a first-order low-pass filter, `gap` seconds after the last one."""
    return 1 / (1 + 1 / (2 * math.pi * cutoff_hz * gap))


def _mix(old: float, new: float, share: float) -> float:
    return old + share * (new - old)
