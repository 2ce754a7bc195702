"""How the audit trail is narrowed down; an index answers each."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, User

_MONTHS: Final = 24


class MonthFilter(SimpleListFilter):
    """The last two years by the month, in UTC as the trail is. Django's own would look at every entry for its list."""

    title = _("month (UTC)")
    parameter_name = "month"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """The newest first."""
        return [(f"{first:%Y-%m}", date_format(first, "YEAR_MONTH_FORMAT")) for first in _months()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """From the month's first moment on, until the next one's; another value is no month."""
        first = next((each for each in _months() if f"{each:%Y-%m}" == self.value()), None)
        return queryset.filter(at__gte=first, at__lt=_after(first)) if first else queryset


class ActorFilter(SimpleListFilter):
    """By which kind of person it was done."""

    title = _("by whom")
    parameter_name = "by"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        """As they are today."""
        return [("staff", _("staff")), ("people", _("people")), ("nobody", _("the server, or nobody known"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """Those that fit, or all."""
        staff = User.objects.filter(is_staff=True).values("pk")
        if self.value() == "staff":
            return queryset.filter(actor__in=staff)
        if self.value() == "people":
            return queryset.filter(actor__isnull=False).exclude(actor__in=staff)
        return queryset.filter(actor=None) if self.value() == "nobody" else queryset


def _months() -> Iterator[datetime]:
    """The first moment of each."""
    now = timezone.now().astimezone(UTC)
    for back in range(_MONTHS):
        year, month = divmod(now.year * 12 + now.month - 1 - back, 12)
        yield datetime(year, month + 1, 1, tzinfo=UTC)


def _after(first: datetime) -> datetime:
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
