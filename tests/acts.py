"""What a face does in a clip: each act is the look at every time (s) since it began."""

import math
from collections.abc import Callable
from functools import cache

import numpy as np

from tests.portrait import Look

Act = Callable[[float], Look]
STEPS = 24


def _step(share: float) -> float:
    """Looks are drawn once each, so that they come in steps."""
    return round(STEPS * min(1.0, max(0.0, share))) / STEPS


def still(_: float) -> Look:
    """Does nothing."""
    return Look()


def speech(syllables_a_second: float, seed: int) -> Act:
    """The mouth opens and closes again for every syllable: another depth, roundness and width each time."""

    @cache
    def syllable(number: int) -> tuple[float, float, float]:
        depth, roundness, width = np.random.default_rng((seed, number)).uniform((0.15, 0, 0), (0.55, 1, 0.35))
        return float(depth), float(roundness), float(width) if roundness < 0.6 else 0.0

    def look(time: float) -> Look:
        number, phase = divmod(time * syllables_a_second, 1)
        depth, roundness, width = syllable(int(number))
        share = math.sin(math.pi * phase) ** 2
        return Look(smile=_step(width * share), jaw=_step(depth * share), rounded=_step(roundness * share))

    return look


def yawn(seconds: float) -> Act:
    """The jaw drops all the way, the eyes narrow, and everything comes back."""

    def look(time: float) -> Look:
        share = math.sin(math.pi * min(1.0, time / seconds))
        return Look(jaw=_step(share), squint=_step(0.8 * share))

    return look


def squint(time: float) -> Look:
    """Into the sun."""
    return Look(squint=_step(time / 0.3))


def blinks(time: float) -> Look:
    """One of 200 ms every second."""
    return Look(lids=1.0 if time % 1 < 0.2 else 0.0)


def flicker(time: float) -> Look:
    """A smile of 120 ms every second."""
    return Look(smile=1.0 if time % 1 < 0.12 else 0.0)


def smile_for(seconds: float, rise: float = 0.2) -> Act:
    """A smile that comes within `rise`, is held for `seconds` and goes as it came."""

    def look(time: float) -> Look:
        return Look(smile=_step(min(time / rise, (seconds + 2 * rise - time) / rise)))

    return look
