"""Keeping someone out. Their sessions end with it: `accounts.sessions.session_user` only knows active people."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User


@transaction.atomic
def users_ban(*, users: Iterable[User], by: User) -> int:
    """Close these accounts, except one's own and, unless one is a superuser, those of superusers. Returns how many."""
    wanted = User.objects.filter(pk__in=[user.pk for user in users], is_active=True).exclude(pk=by.pk)
    if not by.is_superuser:
        wanted = wanted.exclude(is_superuser=True)
    return wanted.update(is_active=False)


@transaction.atomic
def users_unban(*, users: Iterable[User]) -> int:
    """Open these accounts again. Returns how many were closed."""
    return User.objects.filter(pk__in=[user.pk for user in users], is_active=False).update(is_active=True)
