"""The audit trail in the admin site: to read, to filter, to take along as CSV, and nothing more."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_records import RecordAdmin
from accounts.admin_trail_filters import ActorFilter, MonthFilter
from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.audit_csv import csv_pieces
from accounts.models import AuditEntry, User


@admin.register(AuditEntry)
class AuditEntryAdmin(RecordAdmin[AuditEntry]):
    """Numbers become names as long as there are accounts to them."""

    list_display = ("when", "action", "who", "whom", "with_what", "reason", "address", "details")
    list_filter = (ActorFilter, MonthFilter, "action")
    list_per_page = 100
    search_fields = ("thing",)
    search_help_text = gettext_lazy("A person's name or number, a photo's or report's id, or a network")
    ordering = ("-id",)
    actions = None
    change_list_template = "accounts/admin/trail.html"
    fields = ("when", "action", "who", "whom", ("thing_kind", "thing"), "reason", "address", "details")

    def has_change_permission(self, _request: HttpRequest, _obj: AuditEntry | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: AuditEntry | None = None) -> bool:
        """`manage.py trim_audit` does it, by age."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """With the names of today."""
        names = {
            f"{column}_name": Subquery(User.objects.filter(pk=OuterRef(column)).values("username"))
            for column in ("actor", "about")
        }
        return super().get_queryset(request).annotate(**names)

    def get_search_results(
        self, _request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        """Whole words only: each is answered from an index."""
        term = search_term.strip()
        if not term:
            return queryset, False
        people = list(User.objects.filter(username=User.normalize_username(term)).values_list("pk", flat=True))
        if term.isdecimal() and len(term) < len(str(2**63)):
            people.append(int(term))
        return queryset.filter(Q(actor__in=people) | Q(about__in=people) | Q(thing=term) | Q(address=term)), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under its own name: there is nothing to select."""
        title = {"title": self.opts.verbose_name_plural}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        """Also the table."""
        view = self.admin_site.admin_view(self.csv_view)
        return [path("trail.csv", view, name="accounts_auditentry_csv"), *super().get_urls()]

    def csv_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """What the list would show with the same filters, all of it. That it was taken stands in the trail."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters as error:
            raise BadRequest(str(error)) from error
        audit(AuditAction.AUDIT_EXPORTED, request=request, filtered=bool(request.GET))
        response = StreamingHttpResponse(csv_pieces(entries), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
        response["Cache-Control"] = "private, no-store"
        return response

    @admin.display(description=gettext_lazy("at (UTC)"), ordering="id")
    def when(self, entry: AuditEntry) -> str:
        """As it is kept, wherever the reader is."""
        return f"{entry.at:%Y-%m-%d %H:%M:%S}"

    @admin.display(description=gettext_lazy("by"))
    def who(self, entry: AuditEntry) -> str:
        """Who did it."""
        return _person(entry.actor, vars(entry)["actor_name"])

    @admin.display(description=gettext_lazy("about"))
    def whom(self, entry: AuditEntry) -> str:
        """To whom."""
        return _person(entry.about, vars(entry)["about_name"])

    @admin.display(description=gettext_lazy("thing"))
    def with_what(self, entry: AuditEntry) -> str:
        """The model and its id."""
        return f"{entry.thing_kind.rpartition('.')[2]} {entry.thing}".strip()

    @admin.display(description=gettext_lazy("facts"))
    def details(self, entry: AuditEntry) -> str:
        """As codes."""
        return " · ".join(f"{name}={value}" for name, value in entry.facts.items())


def _person(number: int | None, name: Any) -> str:
    if number is None:
        return "–"
    if name is None:
        return _("%(number)d (gone)") % {"number": number}
    return format_html('<a href="{}">{}</a>', reverse("admin:accounts_user_change", args=[number]), name)
