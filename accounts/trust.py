"""Whose shared photos are shown at once, where the site looks at new people's first (`SHARES_WAIT_FOR_REVIEW`)."""

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User


def shares_wait(user: User) -> bool:
    """Whether what this person shares waits until staff have looked at it."""
    return bool(settings.SHARES_WAIT_FOR_REVIEW) and user.trust == User.Trust.NEW


def users_trust_set(*, users: QuerySet[User], trust: str) -> int:
    """Call these people trusted, or new again; how many were not. Raises ValueError for what is no trust."""
    return users.exclude(trust=trust).update(trust=User.Trust(trust))
