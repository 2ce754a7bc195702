"""Work that outlasts a request: who asked, how far it is, and what came of it. The database is the only queue."""

import uuid
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

JOB_NAME_CHARS: Final = 100
EVERYTHING_KEPT: Final = timedelta(days=7)
SELECTION_KEPT: Final = timedelta(days=1)


class JobKind(models.TextChoices):
    """What is to be made."""

    EVERYTHING = "everything", _("Everything of yours")
    SELECTION = "selection", _("Chosen photos")


class JobState(models.TextChoices):
    """Where it is. A selection waits for its download, which makes it; everything else waits for a server process."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


UNFINISHED: Final = (JobState.WAITING, JobState.RUNNING)


class Job(models.Model):
    """One piece of work of one person.

    `claim` names the run that works on it, `beat_at` says when that run last lived (`gallery.services.claims`).
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(_("id"), default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs", verbose_name=_("owner"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=16, choices=JobKind.choices)
    name = models.CharField(_("name"), max_length=JOB_NAME_CHARS, blank=True, default="")
    photos = models.JSONField(_("photos"), default=list, help_text=_("Public ids of the chosen ones."))
    language = models.CharField(_("language"), max_length=8, default="en")

    state = models.CharField(_("state"), max_length=8, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(_("photos done"), default=0)
    total = models.PositiveIntegerField(_("photos in all"), default=0)
    bytes = models.PositiveBigIntegerField(_("bytes"), null=True, blank=True, help_text=_("Of the finished file."))
    error = models.CharField(_("error"), max_length=32, blank=True, default="")

    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.UUIDField(_("claimed by"), null=True, blank=True)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    created_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"))

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=JobKind.values), name="job_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=JobState.FAILED) & ~Q(error="") | ~Q(state=JobState.FAILED) & Q(error=""),
                name="job_failed_says_why",
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(kind=JobKind.EVERYTHING, state__in=UNFINISHED),
                name="job_one_export_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="job_owner"),
            models.Index(fields=["state", "id"], name="job_unfinished", condition=Q(state__in=UNFINISHED)),
            models.Index(fields=["expires_at"], name="job_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    @property
    def unfinished(self) -> bool:
        """Whether something is still to be done."""
        return self.state in UNFINISHED

    @property
    def fetchable(self) -> bool:
        """Whether its ZIP can be fetched now: a selection is made while it is fetched."""
        return self.kind == JobKind.SELECTION or self.state == JobState.DONE
