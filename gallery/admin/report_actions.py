"""What staff do with reports, many of them in one request."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin_asking import Answer, Question, ask
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
        count = reports_take(reports=queryset, by=staff_of(request))
        text = ngettext("%(count)d report is yours now.", "%(count)d reports are yours now.", count)
        self._say(request, text, count)

    @admin.action(description=gettext_lazy("Hide the photos of selected reports…"), permissions=["hide"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """The photos go, and every report of them is resolved."""
        unsettled = _unsettled(queryset)
        answer = ask(self, request, unsettled, _hiding(unsettled.values("photo").distinct().count()))
        if not isinstance(answer, Answer):
            return answer
        _log(request, answer.rows, "Hidden")
        count = reports_hide(reports=answer.rows, by=staff_of(request), reason=answer.reason)
        self._say(request, _settled(count), count)
        return None

    @admin.action(description=gettext_lazy("Resolve selected reports otherwise…"), permissions=["change"])
    def resolve(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """Something was done about them."""
        unsettled = _unsettled(queryset)
        answer = ask(self, request, unsettled, _resolving(unsettled.count()))
        if not isinstance(answer, Answer):
            return answer
        _log(request, answer.rows, "Resolved")
        count = reports_resolve(reports=answer.rows, by=staff_of(request), reason=answer.reason)
        self._say(request, _settled(count), count)
        return None

    @admin.action(description=gettext_lazy("Dismiss selected reports…"), permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """The photos stay as they are."""
        unsettled = _unsettled(queryset)
        answer = ask(self, request, unsettled, _dismissing(unsettled.count()))
        if not isinstance(answer, Answer):
            return answer
        _log(request, answer.rows, "Dismissed")
        count = reports_dismiss(reports=answer.rows, by=staff_of(request), reason=answer.reason)
        self._say(request, _settled(count), count)
        return None

    def _say(self, request: HttpRequest, text: str, count: int) -> None:
        self.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)


def _unsettled(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.filter(state__in=UNSETTLED)


def _settled(count: int) -> str:
    return ngettext("%(count)d report is settled.", "%(count)d reports are settled.", count)


def _hiding(count: int) -> Question:
    text = ngettext(
        "%(count)d photo will be gone for everyone but staff, its owner too. The owner is told the reason.",
        "%(count)d photos will be gone for everyone but staff, their owners too. The owners are told the reason.",
        count,
    )
    return Question("hide", _("Hide photos"), text % {"count": count}, _("Hide"))


def _resolving(count: int) -> Question:
    text = ngettext(
        "The reporter of %(count)d report is told that something was done. The reason is for the audit trail alone.",
        "The reporters of %(count)d reports are told that something was done. The reason is for the audit trail alone.",
        count,
    )
    return Question("resolve", _("Resolve reports"), text % {"count": count}, _("Resolve"))


def _dismissing(count: int) -> Question:
    text = ngettext(
        "The photo of %(count)d report stays as it is; owner and reporter are told. The reason is for the audit trail "
        "alone.",
        "The photos of %(count)d reports stay as they are; owners and reporters are told. The reason is for the audit "
        "trail alone.",
        count,
    )
    return Question("dismiss", _("Dismiss reports"), text % {"count": count}, _("Dismiss"))


def _log(request: HttpRequest, reports: QuerySet[Report], message: str) -> None:
    log_add(staff_of(request), reports, CHANGE, message)
