"""Who uses Happy Things, and what they agreed to."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(DjangoUserManager["User"]):
    """Keeps e-mail addresses in lower case, as the sign-in looks them up."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The whole address in lower case, where Django lowers the domain alone."""
        return super().normalize_email(email).lower()


class User(AbstractUser):
    """A person with an account; signs in with username or e-mail, in any case."""

    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_user_username_any_case",
                violation_error_message=_("A user with that username already exists."),
            ),
        ]

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """NFKC and lower case: one name however it is typed."""
        return super().normalize_username(username).lower()


class Consent(models.Model):
    """One agreement, kept after it was taken back so that it can be shown when it was in force."""

    class Purpose(models.TextChoices):
        CAMERA = "camera", _("Camera")

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
                condition=Q(purpose__in=["camera"]),
                name="accounts_consent_purpose_known",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("given_at")),
                name="accounts_consent_revoked_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.text_version}"
