"""How somebody wants their camera."""

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User

MAX_SMILE_SHIFT: Final = 1.0
"""How far what was learnt may move a person's threshold either way, in logits of P(happy)."""


class Preferences(models.Model):
    """How a person wants their camera to judge. Whoever never changed anything has none, and the defaults hold.

    `smile_shift` is what undone and kept photos taught, only while `learn_smile` is on: above 0 a clearer smile is
    asked for, below 0 a fainter one will do.
    """

    class Sensitivity(models.TextChoices):
        LOW = "low", _("Low: only clear smiles")
        NORMAL = "normal", _("Normal")
        HIGH = "high", _("High: faint smiles too")

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="preferences", verbose_name=_("user")
    )
    sensitivity = models.CharField(
        _("sensitivity"), max_length=10, choices=Sensitivity.choices, default=Sensitivity.NORMAL
    )
    learn_smile = models.BooleanField(_("learn my smile"), default=False)
    keep_alternates = models.BooleanField(_("keep more pictures of a moment"), default=True)
    sound = models.BooleanField(_("sounds of the camera"), default=False)
    voice = models.BooleanField(_("spoken guidance at the camera"), default=False)
    smile_shift = models.FloatField(_("learnt shift"), default=0.0, editable=False)

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")
        constraints = [
            models.CheckConstraint(
                condition=Q(sensitivity__in=["low", "normal", "high"]), name="accounts_preferences_sensitivity_known"
            ),
            models.CheckConstraint(
                condition=Q(smile_shift__gte=-MAX_SMILE_SHIFT, smile_shift__lte=MAX_SMILE_SHIFT),
                name="accounts_preferences_shift_bounded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.sensitivity}"
