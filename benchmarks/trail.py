"""What the audit trail costs: an entry, a thousand at once, its list and its CSV with 200,000, a trim by age."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from accounts.models import User
    from benchmarks.moderation import Staff

ENTRIES: Final = 200_000
PAGES: Final = {
    "trail": "/admin/accounts/auditentry/",
    "trail_by_staff": "/admin/accounts/auditentry/?by=staff",
    "trail_action": "/admin/accounts/auditentry/?action__exact=photo_viewed",
    "trail_month": "/admin/accounts/auditentry/?month={month}",
    "trail_search": "/admin/accounts/auditentry/?q=boss",
    "trail_deep": "/admin/accounts/auditentry/?p={last}",
}
_OLD_DAYS: Final = 400
_KINDS: Final = ("signed_in", "photo_viewed", "export_asked", "share_created")


def fill(people: "list[User]", count: int) -> None:
    """`count` entries: half of them older than a year, one in twenty by staff (the first of `people`)."""
    from django.utils import timezone  # noqa: PLC0415 - Django is set up by whoever calls

    from accounts.models import AuditEntry  # noqa: PLC0415

    now = timezone.now()
    staff, *others = [person.pk for person in people]

    def entry(n: int) -> AuditEntry:
        old = timedelta(days=_OLD_DAYS) if n < count // 2 else timedelta(0)
        actor = staff if n % 20 == 0 else others[n % len(others)]
        same: dict[str, Any] = {"about": others[n % len(others)], "thing": str(n), "address": "203.0.113.7"}
        return AuditEntry(action=_KINDS[n % len(_KINDS)], at=now - old, actor=actor, **same)

    AuditEntry.objects.bulk_create(map(entry, range(count)), batch_size=2_000)


def pages(entries: int) -> dict[str, str]:
    """Those above, of this month, and as far down as the list goes."""
    from django.utils import timezone  # noqa: PLC0415

    return {name: path.format(month=f"{timezone.now():%Y-%m}", last=entries // 100) for name, path in PAGES.items()}


def costs(staff: "Staff", owner: "User") -> dict[str, float]:
    """`audit_entry_ms` and `audit_1000_s` to add, `audit_csv_s` for all of them, `audit_trim_s` for the older half."""
    from accounts.audit import audit, audit_each  # noqa: PLC0415
    from accounts.audit_actions import AuditAction  # noqa: PLC0415
    from accounts.audit_keeping import audit_trim  # noqa: PLC0415

    entry = [_took(lambda: audit(AuditAction.SIGNED_IN, by=owner, about=owner)) for _ in range(100)]
    thousand = [_took(lambda: audit_each(AuditAction.PHOTO_HIDDEN, [owner] * 1_000, reason="x")) for _ in range(5)]
    return {
        "audit_entry_ms": 1000 * statistics.median(entry),
        "audit_1000_s": statistics.median(thousand),
        "audit_csv_s": _took(lambda: staff.fetched("/admin/accounts/auditentry/trail.csv")),
        "audit_trim_s": _took(lambda: list(audit_trim(days=365))),
    }


def _took(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
