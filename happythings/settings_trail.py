"""The audit trail says when the server began with other settings than the last time, and which."""

import re
from hashlib import sha256
from typing import Any, Final

from django.conf import settings

from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.models import AuditEntry

WATCHED: Final = (
    "SITE_URLS", "DEBUG", "SECRET_KEY", "EMAIL_HOST", "VERIFY_EMAIL", "TRUSTED_PROXY_COUNT", "STAFF_NEEDS_2FA",
    "QUOTA_MB", "PHOTOS_PER_DAY", "SHARES_WAIT_FOR_REVIEW", "TRUSTED_AFTER", "API_RATE",
)  # fmt: skip
"""What decides who may do what here; not how fast."""
_NAMES: Final = {"TRUSTED_PROXY_COUNT": "ALLAUTH_TRUSTED_PROXY_COUNT"}
"""Where Django or allauth call it otherwise."""
_SECRET: Final = {"SECRET_KEY"}
_PLAIN: Final = re.compile(r"[\w.:/+,-]{0,80}", re.ASCII)


def settings_note() -> bool:
    """Add an entry if anything differs from the last one; whether it did."""
    last = AuditEntry.objects.filter(action=AuditAction.SETTINGS_CHANGED).first()
    before = last.facts if last else {}
    now: dict[str, Any] = {name: _said(name, getattr(settings, _NAMES.get(name, name))) for name in WATCHED}
    changed = [name for name, said in now.items() if before.get(name) != said]
    if changed:
        audit(AuditAction.SETTINGS_CHANGED, changed=",".join(changed), **now)
    return bool(changed)


def _said(name: str, value: Any) -> str:
    """The value, or a fingerprint of what is secret, long or odd."""
    text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    if name not in _SECRET and _PLAIN.fullmatch(text):
        return text
    return f"sha256:{sha256(text.encode()).hexdigest()[:12]}"
