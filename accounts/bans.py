"""Keeping someone out. Their sessions end for good: a ban that is taken back wakes none, a thief's least of all."""

from collections.abc import Iterable

from django.db import transaction

from accounts.audit import audit_each
from accounts.audit_actions import AuditAction
from accounts.models import User
from accounts.sessions import sessions_end


@transaction.atomic
def users_ban(*, users: Iterable[User], by: User) -> int:
    """Close these accounts, except one's own and, unless one is a superuser, those of superusers. Returns how many."""
    wanted = User.objects.filter(pk__in=[user.pk for user in users], is_active=True).exclude(pk=by.pk)
    if not by.is_superuser:
        wanted = wanted.exclude(is_superuser=True)
    banned = list(wanted.select_for_update())
    User.objects.filter(pk__in=[user.pk for user in banned]).update(is_active=False)
    sessions_end(banned)
    audit_each(AuditAction.USER_BANNED, banned, by=by)
    return len(banned)


@transaction.atomic
def users_unban(*, users: Iterable[User]) -> int:
    """Open these accounts again, but none that is being deleted. Returns how many were closed."""
    closed = User.objects.filter(pk__in=[user.pk for user in users], is_active=False, deletion_began_at=None)
    audit_each(AuditAction.USER_UNBANNED, opening := list(closed.select_for_update()))
    return User.objects.filter(pk__in=[user.pk for user in opening]).update(is_active=True)
