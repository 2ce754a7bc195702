"""A visitor says that a shared photo should not be shown."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from gallery import services
from gallery.api.report_throttle import ReportThrottle
from gallery.models import Share
from gallery.report_forms import ReportForm
from gallery.views.shared import shared_photo_or_404, through_link
from gallery.views.throttled import throttled


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@throttled(ReportThrottle)
@through_link
def report(request: HttpRequest, share: Share, uid: UUID) -> HttpResponse:
    """The form, and what was written into it; back to the photo when it is sent."""
    photo = shared_photo_or_404(share, uid)
    reporter = request.user if isinstance(request.user, User) else None
    form = ReportForm(request.POST if request.method == "POST" else None, signed_in=reporter is not None)
    if form.is_bound and form.is_valid():
        try:
            services.report_create(share=share, photo=photo, reporter=reporter, **form.cleaned_data)
        except ValidationError as error:
            form.add_faults(error)
        else:
            messages.success(request, _("Thank you. The people who run this site will look at it."))
            return redirect("shared_photo", token=share.token, uid=photo.uid)
    context = {"share": share, "photo": photo, "form": form}
    return render(request, "gallery/shared/report.html", context, status=400 if form.is_bound else 200)
