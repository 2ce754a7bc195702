"""Follows one smile from its beginning to its end, over a score that is smoothed first."""

from dataclasses import dataclass, field, replace
from typing import Final

from capture.one_euro import OneEuro

DWELL_S: Final = 0.25
"""A smile must last this long over a quiet mouth, on the smoothed score, which lags some 60 ms behind: a smile held for
300 ms counts, a word or a flicker is shorter."""
LEAVE_S: Final = 0.3
"""How long a smile that counts must be gone before the next one may begin."""
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

    happy: the smoothed P(happy). since: when this smile began, None while there is none. quiet_since: since when the
    mouth has been quiet in it. below_since: since when its score is too low. counts: it has lasted DWELL_S.
    """

    happy: OneEuro = field(default_factory=lambda: OneEuro(REST_HZ, HASTE))
    since: float | None = None
    quiet_since: float | None = None
    below_since: float | None = None
    counts: bool = False

    def after(self, happy: float, now: float, levels: Levels, *, quiet: bool) -> "Smile":
        """The state after a face with this P(happy)."""
        smile = replace(self, happy=self.happy.sample(happy, now))
        level = smile.happy.value or 0.0
        if smile.since is None and level < levels.enter:
            return smile
        # The filter falls slowly to a face that half smiles at rest: a flicker must not last on it alone.
        if level < levels.leave or (not smile.counts and happy < levels.leave):
            return smile.fading(now)
        since = now if smile.since is None else smile.since
        quiet_since = (now if smile.quiet_since is None else smile.quiet_since) if quiet else None
        counts = smile.counts or (quiet_since is not None and now - quiet_since >= DWELL_S)
        return Smile(smile.happy, since, quiet_since, None, counts)

    def progress(self, now: float) -> float:
        """How much of DWELL_S has passed, 0–1."""
        if self.counts or self.quiet_since is None:
            return float(self.counts)
        return min(1.0, (now - self.quiet_since) / DWELL_S)

    def fading(self, now: float) -> "Smile":
        """A moment without a smile. One that does not count yet starts anew at once; one that does ends when it has
        been gone for LEAVE_S, so that a face lost for a frame does not make two smiles of one.
        """
        if self.since is None:
            return self
        below_since = now if self.below_since is None else self.below_since
        if not self.counts or now - below_since >= LEAVE_S:
            return Smile(self.happy)
        return replace(self, below_since=below_since)
