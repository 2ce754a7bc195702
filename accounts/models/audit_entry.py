"""The audit trail: who did what to whom, when and from where. Written once, and never changed."""

from typing import Any, Final, Never

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit_actions import audit_choices

AUDIT_REASON_CHARS: Final = 500


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete what the trail says."""

    def __init__(self) -> None:
        super().__init__("the audit trail is append-only")


class AuditEntries(models.QuerySet["AuditEntry"]):
    """Entries to read and to add. The database itself refuses the rest as well (`accounts.audit_lock`)."""

    def update(self, **_changes: Any) -> Never:
        """Never."""
        raise AppendOnlyError

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> Never:
        """Never."""
        raise AppendOnlyError

    def delete(self) -> Never:
        """Never; `accounts.audit_keeping` trims by age."""
        raise AppendOnlyError


class AuditEntry(models.Model):
    """One thing that was done. People stand here by number and without a link: a number outlives the account, and no
    name is ever kept.

    `about` is the person it was done to, `thing_kind` and `thing` (a model and its public id) what it was done with.
    `address` is a network: an IPv4 address, or the /64 of an IPv6 one. `facts` are short codes and numbers, and never
    what somebody wrote; `reason` is what staff gave as theirs.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at (UTC)"), default=timezone.now, editable=False)
    action = models.CharField(_("what"), max_length=32, choices=audit_choices)
    actor = models.PositiveBigIntegerField(_("by"), null=True, blank=True)
    about = models.PositiveBigIntegerField(_("about"), null=True, blank=True)
    thing_kind = models.CharField(_("kind of thing"), max_length=64, blank=True, default="")
    thing = models.CharField(_("thing"), max_length=64, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=AUDIT_REASON_CHARS, blank=True, default="")
    address = models.CharField(_("network"), max_length=43, blank=True, default="")
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    objects = AuditEntries.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-id"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["action", "-id"], name="audit_action"),
            models.Index(fields=["actor", "-id"], name="audit_actor", condition=Q(actor__isnull=False)),
            models.Index(fields=["about", "-id"], name="audit_about", condition=Q(about__isnull=False)),
            models.Index(fields=["thing", "-id"], name="audit_thing", condition=~Q(thing="")),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%dT%H:%M:%SZ} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        """Never."""
        raise AppendOnlyError
