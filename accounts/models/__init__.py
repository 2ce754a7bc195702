"""Who uses Happy Things, what they agreed to, and how they want it."""

from accounts.models.audit_entry import AppendOnlyError, AuditEntry
from accounts.models.consent import Consent
from accounts.models.preferences import MAX_SMILE_SHIFT, Preferences
from accounts.models.user import User, UserManager

__all__ = ["MAX_SMILE_SHIFT", "AppendOnlyError", "AuditEntry", "Consent", "Preferences", "User", "UserManager"]
