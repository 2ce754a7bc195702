"""Work that outlasts a request: what waits, what runs, what failed; and a person's export, for staff to hand over."""

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin_records import RecordAdmin, person_link, staff_of
from gallery.archive.sending import send
from gallery.models import Job, JobKind
from gallery.services import job_delete


@admin.register(Job)
class JobAdmin(RecordAdmin[Job]):
    """Without the names and lists of what people chose."""

    list_display = ("uid", "person", "kind", "state", "progress", "size", "error", "created_at", "expires_at", "file")
    list_filter = ("state", "kind", "created_at")
    list_select_related = ("owner",)
    search_fields = ("uid", "owner__username", "owner__email")
    ordering = ("-id",)
    actions = ("remove",)
    fields = (
        ("uid", "owner", "kind"),
        ("state", "error", "attempts"),
        ("progress", "size", "file"),
        ("created_at", "beat_at", "finished_at", "expires_at"),
    )

    def has_delete_permission(self, _request: HttpRequest, _obj: Job | None = None) -> bool:
        """The action does it, with the file."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """Without the lists of chosen photos."""
        return super().get_queryset(request).defer("photos", "name")

    def get_urls(self) -> list[URLPattern]:
        """Also the export itself."""
        view = self.admin_site.admin_view(self.file_view)
        return [path("<uuid:uid>/file", view, name="gallery_job_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, uid: UUID) -> HttpResponseBase:
        """Somebody's export: for whoever may see photos, too, since that is what it is full of."""
        if not (self.has_view_permission(request) and request.user.has_perm("gallery.view_photo")):
            raise PermissionDenied
        job = get_object_or_404(Job, uid=uid, kind=JobKind.EVERYTHING)
        return send(request, job)

    @admin.display(description=gettext_lazy("owner"), ordering="owner__username")
    def person(self, job: Job) -> str:
        """Who leads to their page."""
        return person_link(job.owner)

    @admin.display(description=gettext_lazy("progress"))
    def progress(self, job: Job) -> str:
        """Photos done of all."""
        return f"{job.done} / {job.total}"

    @admin.display(description=gettext_lazy("size"), ordering="bytes")
    def size(self, job: Job) -> str:
        """Of the finished file."""
        return "–" if job.bytes is None else filesizeformat(job.bytes)

    @admin.display(description=gettext_lazy("file"))
    def file(self, job: Job) -> str:
        """The way to a finished export."""
        if job.kind != JobKind.EVERYTHING or not job.fetchable:
            return "–"
        return format_html('<a href="{}">{}</a>', reverse("admin:gallery_job_file", args=[job.uid]), _("Download"))

    @admin.action(description=gettext_lazy("Stop and remove selected jobs"), permissions=["change"])
    def remove(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """With their files; whoever works on one notices and stops."""
        jobs = list(queryset)
        for job in jobs:
            job_delete(job=job, by=staff_of(request))
        text = ngettext("%(count)d job is removed.", "%(count)d jobs are removed.", len(jobs))
        self.message_user(request, text % {"count": len(jobs)}, messages.SUCCESS)
