"""How long the audit trail is kept, and what of it outlives an account: numbers, actions and times."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.audit_lock import YOUNG_DAYS
from accounts.models import AuditEntry, User

_BATCH: Final = 5_000


def audit_forget(user: User) -> None:
    """Blank what could still tell who it was: from where they came, also before they were signed in, and what staff
    wrote about them. Called when the account goes; the number that stays is given to nobody again.
    """
    theirs = Q(actor=user.pk) | Q(about=user.pk, actor=None)
    for entries, blank in ((theirs, {"address": ""}), (Q(about=user.pk), {"reason": ""})):
        QuerySet.update(AuditEntry.objects.filter(entries), **blank)


def audit_older_than(days: int) -> QuerySet[AuditEntry]:
    """Entries that may be trimmed. Raises ValueError for fewer than 30 days, which the database would refuse."""
    if days < YOUNG_DAYS:
        raise ValueError(f"at least {YOUNG_DAYS} days are kept")
    return AuditEntry.objects.filter(at__lt=timezone.now() - timedelta(days=days)).order_by("at")


def audit_trim(*, days: int) -> Iterator[int]:
    """Delete entries that are older, some thousand at a time, and yield how many each time; the trail says so."""
    due, gone = audit_older_than(days), 0
    while some := list(due.values_list("pk", flat=True)[:_BATCH]):
        _delete(some)
        gone += len(some)
        yield len(some)
    if gone:
        audit(AuditAction.AUDIT_TRIMMED, count=gone, before=f"{timezone.now() - timedelta(days=days):%Y-%m-%d}")


@transaction.atomic
def _delete(ids: list[int]) -> None:
    entries = AuditEntry.objects.filter(pk__in=ids)
    entries._raw_delete(entries.db)  # noqa: SLF001  `delete` refuses
