"""The queue of reports: what somebody wrote about a shared photo, who looks at it, and what came of it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext_lazy

from accounts.admin_records import person_link, staff_of
from gallery.admin.pictures import VeiledMedia, veiled
from gallery.admin.report_actions import ReportActionsAdmin
from gallery.admin.report_filters import AssigneeFilter, QueueFilter
from gallery.models import UNSETTLED, Report
from gallery.services import cases_of_others


@admin.register(Report)
class ReportAdmin(ReportActionsAdmin):
    """Staff write notes and say whose it is; everything else is said by the reporter, or done by an action."""

    list_display = ("created_at", "reason", "words", "owner", "same", "state", "assignee")
    list_filter = (QueueFilter, AssigneeFilter, "reason", "created_at")
    list_select_related = ("photo__owner", "assignee")
    search_fields = ("uid", "photo__uid", "photo__owner__username", "text", "notes")
    ordering = ("id",)
    fields = (
        ("uid", "created_at", "language"),
        "reason",
        "text",
        ("reporter", "email"),
        "picture",
        ("owner", "photo", "share"),
        ("state", "closed_at"),
        "assignee",
        "notes",
    )
    editable = ("assignee", "notes")

    class Media(VeiledMedia):
        """For the picture."""

    def has_delete_permission(self, _request: HttpRequest, _obj: Report | None = None) -> bool:
        """It goes with the photo, or with who reported it."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Report | None = None) -> list[str]:
        """All but staff's own."""
        return [name for name in super().get_readonly_fields(request, obj) if name not in self.editable]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Each with the number of reports of the same photo that are not settled. Who reported one's own photo is told
        to its owner nowhere, and somebody else judges.
        """
        of_photo = Report.objects.filter(photo=OuterRef("photo"), state__in=UNSETTLED).order_by().values("photo")
        unsettled = Coalesce(Subquery(of_photo.annotate(count=Count("pk")).values("count")), 0)
        found = cases_of_others(super().get_queryset(request), staff_of(request), owner="photo__owner")
        return found.annotate(same=unsettled)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **named: Any) -> Any:
        """Who gets it is chosen, without ways to make or change people."""
        field = super().formfield_for_dbfield(db_field, request, **named)
        if db_field.name == "assignee" and field:
            field.widget = field.widget.widget
        return field

    def save_model(self, _request: HttpRequest, obj: Report, form: "ModelForm[Report]", change: bool) -> None:  # noqa: ARG002, FBT001  Django's signature
        """What was written, and nothing else: somebody may have settled it meanwhile."""
        obj.save(update_fields=[name for name in form.changed_data if name in self.editable])

    def change_view(self, request: HttpRequest, object_id: str, *arguments: Any, **named: Any) -> HttpResponse:
        """With the list's actions as buttons."""
        named["extra_context"] = {"report_actions": set(self.get_actions(request)), "show_save_and_continue": False}
        return super().change_view(request, object_id, *arguments, **named)

    @admin.display(description=gettext_lazy("text"))
    def words(self, report: Report) -> str:
        """How it begins."""
        return truncatechars(report.text, 80)

    @admin.display(description=gettext_lazy("owner"), ordering="photo__owner__username")
    def owner(self, report: Report) -> str:
        """Whose photo it is."""
        return person_link(report.photo.owner)

    @admin.display(description=gettext_lazy("reports of this photo"), ordering="same")
    def same(self, report: Report) -> int:
        """Those that are not settled."""
        return int(report.same)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, report: Report) -> str:
        """Blurred, until somebody clicks on it."""
        return veiled(report.photo)
