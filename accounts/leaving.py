"""“Delete my account”: seven days with a way back, and then nothing of the person is left.

Other rooms keep things of people that this one does not know of, files above all. They say how those are deleted with
`on_parting`, from their AppConfig.ready; this room never asks who they are.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.sessions import sessions_end

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
def account_leave(*, user: User) -> datetime:
    """Ask for the deletion: every session ends now, cameras with them. Asking again does not begin the days anew."""
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.deletion_due_at is None:
        row.deletion_due_at = timezone.now() + GRACE
        row.save(update_fields=["deletion_due_at"])
    user.deletion_due_at = row.deletion_due_at
    sessions_end([user])
    return row.deletion_due_at


@transaction.atomic
def account_keep(*, user: User) -> bool:
    """The way back. Returns whether the account was on its way out."""
    found = User.objects.filter(pk=user.pk, deletion_due_at__isnull=False).update(deletion_due_at=None)
    user.deletion_due_at = None
    return found > 0


def accounts_due() -> QuerySet[User]:
    """Whose days are over, longest first."""
    return User.objects.filter(deletion_due_at__lte=timezone.now()).order_by("deletion_due_at")


def account_delete(*, user: User) -> None:
    """Delete the person and everything that is theirs, now. Can be repeated after it was interrupted."""
    sessions_end([user])
    for parting in _PARTINGS:
        parting(user)
    with transaction.atomic():
        kind = ContentType.objects.get_for_model(User)
        LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).delete()
        user.delete()


def accounts_purge() -> int:
    """Delete the accounts whose days are over; how many. One that fails stands in nobody's way, and is tried again."""
    gone = 0
    for user in accounts_due():
        try:
            account_delete(user=user)
        except Exception:
            logger.exception("an account could not be deleted; trying again in an hour")
        else:
            gone += 1
    return gone
