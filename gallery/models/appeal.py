"""An owner asks staff to look once more at the hiding of a photo."""

import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.models.notice import Notice

APPEAL_CHARS: Final = 1000


class AppealState(models.TextChoices):
    """What came of it."""

    OPEN = "open", _("open")
    UPHELD = "upheld", _("stays hidden")
    RESTORED = "restored", _("visible again")


class Appeal(models.Model):
    """One for each hiding, which `notice` told the owner of."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(_("id"), default=uuid.uuid4, unique=True, editable=False)
    notice = models.OneToOneField(Notice, models.CASCADE, related_name="appeal", verbose_name=_("notice of the hiding"))
    text = models.TextField(_("text"), max_length=APPEAL_CHARS)
    created_at = models.DateTimeField(_("asked at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=16, choices=AppealState.choices, default=AppealState.OPEN)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AppealState.values), name="appeal_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=AppealState.OPEN, decided_at=None)
                | ~Q(state=AppealState.OPEN) & Q(decided_at__isnull=False),
                name="appeal_decided_says_when",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="appeal_queue")]

    def __str__(self) -> str:
        # Staff's log keeps this word: it says nothing of anybody.
        return str(self.uid)
