"""What is used of one's storage, and the ZIPs of what is in it."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gallery import selectors, services
from gallery.api.throttles import ExportThrottle
from gallery.archive.sending import send
from gallery.models import Job
from gallery.quota import quota_of
from gallery.views.common import owner_of
from gallery.views.throttled import throttled

BEGIN: Final = "gallery_begin_download"
"""Session key: the selection that the next page begins to fetch by itself, once."""


@require_safe
@never_cache
@login_required
def downloads(request: HttpRequest) -> HttpResponse:
    """The meter, and every ZIP with its progress."""
    return _page(request, begin=request.session.pop(BEGIN, None))


@require_POST
@login_required
@throttled(ExportThrottle)
def everything(request: HttpRequest) -> HttpResponse:
    """Ask for everything as a ZIP."""
    services.export_start(owner=owner_of(request))
    return redirect("downloads")


@require_POST
@login_required
@throttled(ExportThrottle)
def selection(request: HttpRequest) -> HttpResponse:
    """Ask for the ZIP of chosen photos; the page that follows begins to fetch it.

    `photos` holds ids, each in a field of its own or many in one, separated by commas: Django takes a thousand fields.
    `name` becomes the file's.
    """
    owner, name = owner_of(request), request.POST.get("name", "")
    try:
        job = services.selection_start(owner=owner, photos=_uids(request.POST.getlist("photos")), name=name)
    except ValidationError as error:
        messages.error(request, error.message_dict["photos"][0])
        return _page(request, status=400)
    request.session[BEGIN] = str(job.uid)
    return redirect("downloads")


@require_safe
@login_required
@throttled()
def file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The ZIP."""
    return send(request, _job_or_404(request, uid))


@require_POST
@login_required
def delete(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Stop it if it is being made, and forget it with its file."""
    job = _job_or_404(request, uid)
    services.job_delete(job=job, by=job.owner)
    messages.success(request, _("The download is removed. Your photos are untouched."))
    return redirect("downloads")


def _page(request: HttpRequest, *, begin: str | None = None, status: int = 200) -> HttpResponse:
    owner = owner_of(request)
    jobs = list(selectors.jobs(owner))
    context = {
        "quota": quota_of(owner),
        "jobs": jobs,
        "exporting": any(job.kind == "everything" and job.unfinished for job in jobs),
        "begin": begin,
    }
    return render(request, "gallery/downloads.html", context, status=status)


def _uids(fields: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for field in fields for text in field.split(",") if text.strip()]
    except ValueError as error:
        message = _("Some of these photos are not in your album any more.")
        raise ValidationError({"photos": ValidationError(message, "not_found")}) from error


def _job_or_404(request: HttpRequest, uid: UUID) -> Job:
    try:
        return selectors.job_for(owner_of(request), uid)
    except Job.DoesNotExist as error:
        raise Http404 from error
