"""Somebody says that a shared photo should not be shown."""

import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.models.photo import Photo
from gallery.models.share import Share

REPORT_CHARS: Final = 1000
NOTES_CHARS: Final = 4000


class ReportReason(models.TextChoices):
    """What is wrong with the photo."""

    MYSELF = "myself", _("It shows me, and I did not agree")
    CHILD = "child", _("It puts a child at risk")
    SEXUAL = "sexual", _("It is sexual")
    VIOLENCE = "violence", _("It shows violence")
    HATE = "hate", _("It or its text is hateful or bullies somebody")
    OTHER = "other", _("Something else")


class ReportState(models.TextChoices):
    """Where it is. `resolved`: something was done; `dismissed`: the photo may stay."""

    OPEN = "open", _("open")
    LOOKING = "looking", _("being looked at")
    RESOLVED = "resolved", _("resolved")
    DISMISSED = "dismissed", _("dismissed")


UNSETTLED: Final = (ReportState.OPEN, ReportState.LOOKING)


class Report(models.Model):
    """One report of one photo, seen through `share`. `reporter` is who was signed in; whoever was not may have left an
    `email`, which is forgotten once they were told what came of it. The text is theirs, the notes are staff's own.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(_("id"), default=uuid.uuid4, unique=True, editable=False)
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="reports", verbose_name=_("photo"))
    share = models.ForeignKey(
        Share, models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("shared link")
    )
    reason = models.CharField(_("reason"), max_length=16, choices=ReportReason.choices)
    text = models.TextField(_("text"), max_length=REPORT_CHARS, blank=True, default="")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("reported by"),
    )
    email = models.EmailField(_("email of the reporter"), blank=True, default="")
    language = models.CharField(_("language"), max_length=8, default="en")
    created_at = models.DateTimeField(_("reported at"), default=timezone.now)

    state = models.CharField(_("state"), max_length=16, choices=ReportState.choices, default=ReportState.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assignee"),
        limit_choices_to={"is_staff": True},
    )
    notes = models.TextField(
        _("notes"), max_length=NOTES_CHARS, blank=True, default="", help_text=_("Only staff see them.")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=ReportReason.values), name="report_reason_is_known"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=UNSETTLED, closed_at=None) | ~Q(state__in=UNSETTLED) & Q(closed_at__isnull=False),
                name="report_closed_says_when",
            ),
            models.UniqueConstraint(
                fields=["photo", "reporter"], condition=Q(state__in=UNSETTLED), name="report_once_by_one_person"
            ),
            models.UniqueConstraint(
                fields=["photo", "email"],
                condition=Q(state__in=UNSETTLED) & ~Q(email=""),
                name="report_once_for_one_address",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="report_queue")]

    def __str__(self) -> str:
        # Staff's log keeps this word: it says nothing of anybody.
        return str(self.uid)

    @property
    def unsettled(self) -> bool:
        """Whether somebody still has to look."""
        return self.state in UNSETTLED
