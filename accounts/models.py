"""Who uses Happy Things, what they agreed to, and how they want their camera."""

from typing import ClassVar, Final

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_SMILE_SHIFT: Final = 1.0
"""How far what was learnt may move a person's threshold either way, in logits of P(happy)."""


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
