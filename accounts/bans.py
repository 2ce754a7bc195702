"""Keeping someone out. Their sessions end for good: a ban that is taken back wakes none, a thief's least of all."""

from collections.abc import Iterable

from django.db import transaction

from accounts.audit import audit_each
from accounts.audit_actions import AuditAction
from accounts.models import User
from accounts.rights import above
from accounts.sessions import sessions_end


@transaction.atomic
def users_ban(*, users: Iterable[User], by: User, reason: str = "") -> int:
    """Close these accounts, except one's own and those of people who may do more (`accounts.rights`). Returns how many.
    `reason` is for the audit trail.
    """
    wanted = User.objects.filter(pk__in=[user.pk for user in users if not above(user, by)], is_active=True)
    wanted = wanted.exclude(pk=by.pk)
    banned = list(wanted.select_for_update())
    User.objects.filter(pk__in=[user.pk for user in banned]).update(is_active=False)
    sessions_end(banned)
    audit_each(AuditAction.USER_BANNED, banned, by=by, reason=reason)
    return len(banned)


@transaction.atomic
def users_unban(*, users: Iterable[User], by: User, reason: str = "") -> int:
    """Open these accounts again, except those that are being deleted and those of people who may do more. Returns how
    many were closed. `reason` as above.
    """
    wanted = [user.pk for user in users if not above(user, by)]
    closed = User.objects.filter(pk__in=wanted, is_active=False, deletion_began_at=None)
    audit_each(AuditAction.USER_UNBANNED, opening := list(closed.select_for_update()), by=by, reason=reason)
    return User.objects.filter(pk__in=[user.pk for user in opening]).update(is_active=True)
