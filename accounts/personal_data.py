"""What is known of a person besides their photos, in plain values, for their own copy. No secret is among it."""

from collections.abc import Iterator
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q

from accounts.models import AuditEntry, Consent, User
from accounts.preferences import preferences_of

RECORD_LINES: Final = 1_000
"""Of the audit trail: somebody may have deleted a hundred thousand photos."""


def personal_data(user: User) -> dict[str, Any]:
    """Account, addresses, ways to sign in, consents, preferences, sessions, what the audit trail says of them;
    times are aware datetimes.
    """
    return {
        "account": {
            "username": user.username,
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "language": user.language,
            "time_zone": user.time_zone,
            "trust": user.trust,
            "joined_at": user.date_joined,
            "last_signed_in_at": user.last_login,
        },
        "email_addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "connected_accounts": list(SocialAccount.objects.filter(user=user).values("provider", "uid", "date_joined")),
        "second_steps": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "consents": list(Consent.objects.filter(user=user).values("purpose", "text_version", "given_at", "revoked_at")),
        "preferences": _preferences(user),
        "record": list(_record(user)),
        "sessions": list(
            UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent")
        ),
    }


def _record(user: User) -> Iterator[dict[str, Any]]:
    """What was done by this person or to them, newest first; who of the staff did it stays theirs."""
    entries = AuditEntry.objects.filter(Q(actor=user.pk) | Q(about=user.pk)).order_by("-id")
    for entry in entries[:RECORD_LINES]:
        own = entry.actor == user.pk
        yield {"at": entry.at, "action": entry.action, "by_you": own, "network": entry.address if own else ""}


def _preferences(user: User) -> dict[str, Any]:
    chosen = preferences_of(user)
    names = (field.name for field in chosen._meta.fields)  # noqa: SLF001 - Django's documented way to ask
    return {name: getattr(chosen, name) for name in names if name not in {"id", "user"}}
