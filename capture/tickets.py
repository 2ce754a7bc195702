"""A ticket is the server's signed word that one frame was committed: with it the full picture may be sent, again after
a lost connection or days later, and to another process, without anything being remembered here.

It opens nothing but a place in its owner's own album, for that very picture (`likeness`): whether they are signed in,
agreed, and have room is asked anew whenever it is used.
"""

import math
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from django.core import signing

from capture.likeness import Likeness
from mlmodels.emotions import EMOTIONS

SALT: Final = "capture.ticket"
LIFETIME_S: Final = 7 * 24 * 3600
"""As long as a picture may wait on a device that has no connection."""


class BadTicketError(Exception):
    """Forged, expired, or somebody else's."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What was committed: whose, which, when (Unix time, s), and what the analyzer said of that frame.

    Pictures of one `moment` (a UUID) belong together, `alternate` ones behind the first; `manual`: by the shutter.
    """

    owner: int
    capture_id: str
    frame: int
    taken_at: float
    time_zone: str
    source: str
    emotion: str
    scores: tuple[float, ...]
    sharpness: float
    moment: str
    alternate: bool
    manual: bool
    likeness: Likeness

    @property
    def happy(self) -> float:
        """The probability of "happy", 0–1."""
        return self.scores[EMOTIONS.index("happy")]

    @property
    def scores_by_class(self) -> dict[str, float]:
        """Probabilities by class name, four decimals."""
        return {emotion: round(score, 4) for emotion, score in zip(EMOTIONS, self.scores, strict=True)}


def issue(ticket: Ticket) -> str:
    """Sign a ticket; it is good for LIFETIME_S seconds."""
    return signing.dumps(asdict(ticket), salt=SALT, compress=True)


def redeem(text: str, *, owner: int, capture_id: str) -> Ticket:
    """Check a ticket. Raises BadTicketError."""
    try:
        fields = signing.loads(text, salt=SALT, max_age=LIFETIME_S)
        fields["likeness"] = Likeness(**{**fields["likeness"], "box": tuple(fields["likeness"]["box"])})
        ticket = Ticket(**{**fields, "scores": tuple(fields["scores"])})
        UUID(ticket.capture_id)
    except (signing.BadSignature, TypeError, KeyError, ValueError) as error:
        raise BadTicketError from error
    if ticket.owner != owner or ticket.capture_id != capture_id or not math.isfinite(ticket.taken_at):
        raise BadTicketError
    return ticket
