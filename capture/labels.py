"""What a person reads for the codes of the protocol."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capture.protocol import Reason

REASON_SENTENCES: Final[Mapping[str, Promise]] = {
    Reason.NO_FACE: _("No face in the picture yet"),
    Reason.TOO_SMALL: _("Come a little closer"),
    Reason.TOO_DARK: _("Too dark – turn towards the light"),
    Reason.TOO_BLURRY: _("Blurry – hold still for a moment"),
    Reason.SMILE: _("All set – smile!"),
    Reason.HOLD_ON: _("Lovely – keep smiling…"),
    Reason.KEPT: _("Kept!"),
    Reason.RELAX: _("Got it – relax, then smile again"),
    Reason.EYES_CLOSED: _("Open your eyes"),
    Reason.TURNED: _("Look towards the camera"),
    Reason.TALKING: _("Lips still for a moment – then smile"),
    Reason.LEARNING: _("Getting to know your face – relax for a moment"),
}
