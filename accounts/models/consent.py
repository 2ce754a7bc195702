"""What somebody agreed to, and when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class Consent(models.Model):
    """One agreement, kept after it was taken back so that it can be shown when it was in force."""

    class Purpose(models.TextChoices):
        CAMERA = "camera", _("Camera")
        UPLOADS = "uploads", _("Uploaded pictures")
        LEARNING = "learning", _("Learning your smile")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents", verbose_name=_("user"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    text_version = models.PositiveSmallIntegerField(_("version of the text"))
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=Q(revoked_at=None), name="accounts_consent_one_active"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["camera", "uploads", "learning"]),
                name="accounts_consent_purpose_known",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("given_at")),
                name="accounts_consent_revoked_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.text_version}"
