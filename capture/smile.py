"""Follows one smile from its beginning to its end, over a score that is smoothed first."""

from dataclasses import dataclass, field, replace
from typing import Final

from capture.one_euro import OneEuro

LEAVE_S: Final = 0.3
"""How long a smile that was kept must be gone before the next one may begin."""
REST_HZ: Final = 1.5
HASTE: Final = 0.5
"""The filter's cut-off at rest and its growth with speed: it lags 60 ms behind a smile that rises, 100 at rest."""


@dataclass(frozen=True, slots=True)
class Levels:
    """P(happy) at which a smile begins and below which it has ended; between the two nothing changes, so that a
    wavering score is one smile. `grin`: how wide the mouth must be for it (FaceGeometry)."""

    enter: float = 0.7
    leave: float = 0.55
    grin: float = 0.0


@dataclass(frozen=True, slots=True)
class Smile:
    """Times are seconds of the session's clock.

    happy: the smoothed P(happy). since: when this smile began, None while there is none. below_since: since when its
    score is too low. kept: whether it gave its photo.
    """

    happy: OneEuro = field(default_factory=lambda: OneEuro(REST_HZ, HASTE))
    since: float | None = None
    below_since: float | None = None
    kept: bool = False

    def after(self, happy: float, now: float, levels: Levels) -> "Smile":
        """The state after a face with this P(happy)."""
        smile = replace(self, happy=self.happy.sample(happy, now))
        level = smile.happy.value or 0.0
        if smile.since is None:
            return replace(smile, since=now, below_since=None) if level >= levels.enter else smile
        return replace(smile, below_since=None) if level >= levels.leave else smile.fading(now)

    def fading(self, now: float) -> "Smile":
        """A moment without a smile. One that was not kept yet starts anew at once; one that was kept ends when it has
        been gone for LEAVE_S, so that a face lost for a frame does not give a second photo of the same smile.
        """
        if self.since is None:
            return self
        below_since = now if self.below_since is None else self.below_since
        if not self.kept or now - below_since >= LEAVE_S:
            return replace(self, since=None, below_since=None, kept=False)
        return replace(self, below_since=below_since)
