"""“Delete my account”: seven days with a way back, and then nothing of the person is left.

Other rooms keep things of people that this one does not know of, files above all. They say how those are deleted with
`on_parting`, from their AppConfig.ready; this room never asks who they are.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.audit_keeping import audit_forget
from accounts.models import User
from accounts.sessions import sessions_end
from accounts.staff_log import log_forget

logger = logging.getLogger(__name__)
GRACE: Final = timedelta(days=7)
"""How long an account that is to be deleted can still be kept."""

Parting = Callable[[User], None]
_PARTINGS: list[Parting] = []


def on_parting(parting: Parting) -> Parting:
    """Have `parting` called before a person's row goes. It deletes for good what its room keeps of them, rows before
    files, and can be called again after it was killed halfway.
    """
    if parting not in _PARTINGS:
        _PARTINGS.append(parting)
    return parting


@transaction.atomic
def account_leave(*, user: User, reason: str = "") -> datetime:
    """Ask for the deletion: every session ends now, cameras with them. Asking again does not begin the days anew.
    `reason` is staff's, for the audit trail.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.deletion_due_at is None:
        row.deletion_due_at = timezone.now() + GRACE
        row.save(update_fields=["deletion_due_at"])
        audit(AuditAction.DELETION_ASKED, about=user, reason=reason)
    user.deletion_due_at = row.deletion_due_at
    sessions_end([user])
    return row.deletion_due_at


@transaction.atomic
def account_keep(*, user: User, reason: str = "") -> bool:
    """The way back, until the days are over. Returns whether it was taken; where it was too late, `deletion_due_at`
    stays. `reason` as above.
    """
    leaving = User.objects.filter(pk=user.pk, deletion_due_at__gt=timezone.now(), deletion_began_at=None)
    kept = leaving.update(deletion_due_at=None) > 0
    if kept:
        audit(AuditAction.DELETION_TAKEN_BACK, about=user, reason=reason)
    user.refresh_from_db(fields=["deletion_due_at"])
    return kept


def accounts_due() -> QuerySet[User]:
    """Whose days are over, longest first; also those whose deletion was killed halfway."""
    return User.objects.filter(deletion_due_at__lte=timezone.now()).order_by("deletion_due_at")


def account_delete(*, user: User) -> bool:
    """Delete the person and everything that is theirs, if the days are over; whether they were. Can be repeated after
    an interruption.
    """
    if not _begin(user):
        return False
    sessions_end([user])
    for parting in _PARTINGS:
        parting(user)
    with transaction.atomic():
        log_forget(user)
        audit_forget(user)
        audit(AuditAction.ACCOUNT_DELETED, about=user)
        User.objects.filter(pk=user.pk).delete()
        sessions_end([user])  # of whoever was just signing in when it began
    return True


def _begin(user: User) -> bool:
    """Close the account for good, in one statement: nobody signs in or takes it back from here on. False where it is
    not due, or not any more. One that was begun before goes on.
    """
    now = timezone.now()
    due = User.objects.filter(pk=user.pk, deletion_due_at__lte=now)
    return due.update(deletion_began_at=Coalesce("deletion_began_at", now), is_active=False) > 0


def accounts_purging() -> Iterator[int]:
    """Delete the accounts whose days are over, a step each: 1 for one that is gone. One that fails stands in nobody's
    way, and is tried again.
    """
    for user in accounts_due():
        try:
            yield int(account_delete(user=user))
        except Exception:
            logger.exception("an account could not be deleted; trying again in an hour")
            yield 0


def accounts_purge() -> int:
    """All at once; how many."""
    return sum(accounts_purging())
