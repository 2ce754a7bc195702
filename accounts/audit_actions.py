"""What the audit trail knows of: one vocabulary for the trail, its filters and its CSV.

A new kind needs a line here and no migration.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditAction(models.TextChoices):
    """What somebody did."""

    # Ways in
    SIGNED_UP = "signed_up", _("signed up")
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
    SIGN_IN_REFUSED = "sign_in_refused", _("was refused after too many tries")
    SIGNED_OUT = "signed_out", _("signed out")
    TOKEN_ISSUED = "token_issued", _("got a token for a program")
    SESSIONS_ENDED = "sessions_ended", _("ended sessions or tokens")
    PASSWORD_CHANGED = "password_changed", _("changed the password")
    PASSWORD_RESET = "password_reset", _("reset the password by mail")
    SECOND_FACTOR_ADDED = "second_factor_added", _("added a second step")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _("removed a second step")
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed", _("renewed recovery codes")
    ADDRESS_CHANGED = "address_changed", _("changed an e-mail address")
    ACCOUNT_CONNECTED = "account_connected", _("connected an account from elsewhere")
    ACCOUNT_DISCONNECTED = "account_disconnected", _("disconnected an account from elsewhere")
    # One's own things
    PREFERENCES_CHANGED = "preferences_changed", _("changed preferences")
    CONSENT_GIVEN = "consent_given", _("gave a consent")
    CONSENT_TAKEN_BACK = "consent_taken_back", _("took a consent back")
    EXPORT_ASKED = "export_asked", _("asked for an export")
    EXPORT_FETCHED = "export_fetched", _("fetched an export")
    EXPORT_DELETED = "export_deleted", _("deleted an export")
    SHARE_CREATED = "share_created", _("made a shared link")
    SHARE_REVOKED = "share_revoked", _("revoked a shared link")
    PHOTO_DELETED = "photo_deleted", _("deleted a photo for good")
    ALBUM_DELETED = "album_deleted", _("deleted an album")
    DELETION_ASKED = "deletion_asked", _("asked for the account's deletion")
    DELETION_TAKEN_BACK = "deletion_taken_back", _("kept the account after all")
    ACCOUNT_DELETED = "account_deleted", _("the account was deleted")
    # Moderation
    PHOTO_VIEWED = "photo_viewed", _("looked at somebody's photo")
    PHOTO_HIDDEN = "photo_hidden", _("hid a photo")
    PHOTO_RESTORED = "photo_restored", _("made a photo visible again")
    PHOTO_REVIEWED = "photo_reviewed", _("reviewed a photo")
    NAME_REVIEWED = "name_reviewed", _("reviewed an album's name")
    REPORT_MADE = "report_made", _("reported a photo")
    REPORT_TAKEN = "report_taken", _("took a report")
    REPORT_RESOLVED = "report_resolved", _("resolved a report")
    REPORT_DISMISSED = "report_dismissed", _("dismissed a report")
    APPEAL_MADE = "appeal_made", _("appealed against a hiding")
    APPEAL_UPHELD = "appeal_upheld", _("left a photo hidden after an appeal")
    APPEAL_GRANTED = "appeal_granted", _("restored a photo after an appeal")
    # Staff and people
    USER_BANNED = "user_banned", _("banned a person")
    USER_UNBANNED = "user_unbanned", _("let a person in again")
    TRUST_CHANGED = "trust_changed", _("changed a person's trust level")
    ROW_ADDED = "row_added", _("added something in the admin site")
    ROW_CHANGED = "row_changed", _("changed something in the admin site")
    ROW_DELETED = "row_deleted", _("deleted something in the admin site")
    AUDIT_EXPORTED = "audit_exported", _("exported the audit trail")
    AUDIT_TRIMMED = "audit_trimmed", _("trimmed the audit trail")
    # The site
    SETTINGS_CHANGED = "settings_changed", _("the server started with other settings")


def audit_choices() -> Sequence[tuple[str, Any]]:
    """For the model's field: a function, so that the database is never asked about a new kind."""
    return AuditAction.choices
