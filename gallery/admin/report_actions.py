"""What staff do with reports, many of them in one request."""

from collections.abc import Callable

from django.contrib import admin
from django.contrib.admin.models import CHANGE
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin_asking import Answer, Question, say, settle
from accounts.admin_records import RecordAdmin, staff_of
from accounts.staff_log import log_add
from gallery.models import UNSETTLED, Report
from gallery.services import reports_dismiss, reports_hide, reports_resolve, reports_take


class ReportActionsAdmin(RecordAdmin[Report]):
    """The actions above the queue. What is settled already stays as it is."""

    actions = ("take", "hide", "resolve", "dismiss")

    def has_hide_permission(self, request: HttpRequest) -> bool:
        """Who may settle reports and hide photos."""
        return self.has_change_permission(request) and request.user.has_perm("gallery.change_photo")

    @admin.action(description=gettext_lazy("Take selected reports"), permissions=["change"])
    def take(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """I am looking at them."""
        say(self, request, reports_take(reports=queryset, by=staff_of(request)), _taken)

    @admin.action(description=gettext_lazy("Hide the photos of selected reports…"), permissions=["hide"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """The photos go, and every report of them is resolved."""
        return self._settle(request, queryset, _hiding, reports_hide, "Hidden")

    @admin.action(description=gettext_lazy("Resolve selected reports otherwise…"), permissions=["change"])
    def resolve(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """Something was done about them."""
        return self._settle(request, queryset, _resolving, reports_resolve, "Resolved")

    @admin.action(description=gettext_lazy("Dismiss selected reports…"), permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """The photos stay as they are."""
        return self._settle(request, queryset, _dismissing, reports_dismiss, "Dismissed")

    def _settle(
        self,
        request: HttpRequest,
        reports: QuerySet[Report],
        question: Callable[[QuerySet[Report]], Question],
        close: Callable[..., int],
        logged: str,
    ) -> HttpResponse | None:
        unsettled = reports.filter(state__in=UNSETTLED)

        def closed(answer: Answer) -> int:
            log_add(staff_of(request), answer.rows, CHANGE, logged)
            return close(reports=answer.rows, by=staff_of(request), reason=answer.reason)

        return settle(self, request, unsettled, question(unsettled), done=closed, said=_settled)


def _taken(count: int) -> str:
    return ngettext("%(count)d report is yours now.", "%(count)d reports are yours now.", count)


def _settled(count: int) -> str:
    return ngettext("%(count)d report is settled.", "%(count)d reports are settled.", count)


def _hiding(reports: QuerySet[Report]) -> Question:
    count = reports.values("photo").distinct().count()
    text = ngettext(
        "%(count)d photo will be gone for everyone but staff, its owner too. The owner is told the reason.",
        "%(count)d photos will be gone for everyone but staff, their owners too. The owners are told the reason.",
        count,
    )
    return Question("hide", _("Hide photos"), text % {"count": count}, _("Hide"))


def _resolving(reports: QuerySet[Report]) -> Question:
    count = reports.count()
    text = ngettext(
        "The reporter of %(count)d report is told that something was done. The reason is for the audit trail alone.",
        "The reporters of %(count)d reports are told that something was done. The reason is for the audit trail alone.",
        count,
    )
    return Question("resolve", _("Resolve reports"), text % {"count": count}, _("Resolve"))


def _dismissing(reports: QuerySet[Report]) -> Question:
    count = reports.count()
    text = ngettext(
        "The photo of %(count)d report stays as it is; owner and reporter are told. The reason is for the audit trail "
        "alone.",
        "The photos of %(count)d reports stay as they are; owners and reporters are told. The reason is for the audit "
        "trail alone.",
        count,
    )
    return Question("dismiss", _("Dismiss reports"), text % {"count": count}, _("Dismiss"))
