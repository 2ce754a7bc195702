"""What one is told about one's photos and reports, and an appeal against a hiding."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gallery import selectors, services
from gallery.models import Notice
from gallery.notice_words import notice_reason, notice_text
from gallery.report_forms import AppealForm
from gallery.views.common import owner_of
from gallery.views.throttled import throttled


@require_safe
@never_cache
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """The newest hundred. Whoever opened the page has read them."""
    person = owner_of(request)
    told = [
        (each, notice_text(each), notice_reason(each)) for each in selectors.notices(person)[: selectors.NOTICES_SHOWN]
    ]
    if request.method == "GET" and person.unread_notices:
        services.notices_read(user=person)
        person.unread_notices = 0
    return render(request, "gallery/notices.html", {"notices": told})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@throttled()
def appeal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask staff to look again; once for each hiding."""
    notice = _notice_or_404(request, uid)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _appealed(request, notice, form):
        return redirect("notices")
    context = {"notice": notice, "text": notice_text(notice), "reason": notice_reason(notice), "form": form}
    return render(request, "gallery/appeal.html", context, status=400 if form.is_bound else 200)


def _appealed(request: HttpRequest, notice: Notice, form: AppealForm) -> bool:
    """Whether all is said; also that the hiding is over meanwhile, or was appealed against in another tab."""
    try:
        services.appeal_create(notice=notice, text=form.cleaned_data["text"])
    except ValidationError as error:
        if "text" in error.error_dict:
            form.add_error("text", error.error_dict["text"])
            return False
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Your appeal is sent. You are told here what comes of it."))
    return True


def _notice_or_404(request: HttpRequest, uid: UUID) -> Notice:
    """One that an appeal is open to. Somebody else's, a missing one and one that was appealed against are the same."""
    try:
        notice = selectors.notice_for(owner_of(request), uid)
    except Notice.DoesNotExist as error:
        raise Http404 from error
    if not notice.appealable and request.method != "POST":  # type: ignore[attr-defined]
        raise Http404
    return notice
