"""Ending sessions and tokens by hand, whether the person does it on a page or by a program."""

from collections.abc import Sequence

from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession

from accounts.audit import audit
from accounts.audit_actions import AuditAction


class UserSessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]  # allauth has no types
    """Notes it in the audit trail."""

    def end_sessions(self, sessions: Sequence[UserSession]) -> None:
        """These sessions, all of one person."""
        if sessions:
            audit(AuditAction.SESSIONS_ENDED, about=sessions[0].user_id, count=len(sessions))
        super().end_sessions(sessions)
