"""Whose shared photos are shown at once, where the site looks at new people's first (`SHARES_WAIT_FOR_REVIEW`)."""

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.audit import audit_each
from accounts.audit_actions import AuditAction
from accounts.models import User
from accounts.rights import above


def shares_wait(user: User) -> bool:
    """Whether what this person shares waits until staff have looked at it."""
    return bool(settings.SHARES_WAIT_FOR_REVIEW) and user.trust == User.Trust.NEW


@transaction.atomic
def users_trust_set(*, users: QuerySet[User], trust: str, by: User | None = None) -> int:
    """Call these people trusted, or new again, except those who may do more than `by` (`accounts.rights`); how many
    were not. Raises ValueError for what is no trust.
    """
    level = User.Trust(trust)
    named = User.objects.filter(pk__in=users.order_by().values("pk")).exclude(trust=level).select_for_update()
    others = [user for user in named if by is None or not above(user, by)]
    User.objects.filter(pk__in=[user.pk for user in others]).update(trust=level)
    return audit_each(AuditAction.TRUST_CHANGED, others, by=by, trust=level.value)
