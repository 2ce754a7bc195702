"""A person with an account."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.time_zones import known_time_zone


class UserManager(DjangoUserManager["User"]):
    """Keeps e-mail addresses in lower case, as the sign-in looks them up."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The whole address in lower case, where Django lowers the domain alone."""
        return super().normalize_email(email).lower()


class User(AbstractUser):
    """A person with an account; signs in with username or e-mail, in any case.

    `language` and `time_zone` stand here and not with the preferences: every page needs them, and this row is read
    anyway; so does `unread_notices`, which the gallery counts. `deletion_due_at` is set while the account is on its way
    out, and `deletion_began_at` from when there is no way back any more (`accounts.leaving`).
    """

    class Language(models.TextChoices):
        """Each in its own words, so that whoever is lost finds theirs."""

        ENGLISH = "en", "English"
        KOREAN = "ko", "한국어"

    class Trust(models.TextChoices):
        """Whether what they share is shown at once, where the site looks at new people's first."""

        NEW = "new", _("new")
        TRUSTED = "trusted", _("trusted")

    language = models.CharField(
        _("language"),
        max_length=8,
        choices=Language.choices,
        blank=True,
        default="",
        help_text=_("Empty: the browser's."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        validators=[known_time_zone],
        blank=True,
        default="",
        help_text=_("IANA name. Empty: the server's."),
    )
    trust = models.CharField(
        _("trust"),
        max_length=8,
        choices=Trust.choices,
        default=Trust.NEW,
        help_text=_("What trusted people share is shown at once, also where the site reviews shared photos first."),
    )
    unread_notices = models.PositiveIntegerField(_("unread notices"), default=0, editable=False)
    deletion_due_at = models.DateTimeField(_("to be deleted at"), null=True, blank=True, editable=False)
    deletion_began_at = models.DateTimeField(_("being deleted since"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_user_username_any_case",
                violation_error_message=_("A user with that username already exists."),
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=["", "en", "ko"]),
                name="accounts_user_language_known",
            ),
            models.CheckConstraint(
                condition=models.Q(trust__in=["new", "trusted"]),
                name="accounts_user_trust_known",
            ),
        ]
        indexes = [
            # The order of staff's list.
            models.Index(fields=["-date_joined", "-id"], name="accounts_user_newest"),
            models.Index(
                fields=["deletion_due_at"],
                name="accounts_user_due",
                condition=models.Q(deletion_due_at__isnull=False),
            ),
        ]

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """NFKC and lower case: one name however it is typed."""
        return super().normalize_username(username).lower()
