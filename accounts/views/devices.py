"""Where one is signed in, at the address of django-allauth's page: ours reads all sessions at once, and ends any."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.devices import device_end, devices_end_others, devices_of
from accounts.views.common import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def devices(request: HttpRequest) -> HttpResponse:
    """The list; POST signs out everywhere else."""
    person, here = person_of(request), request.session.session_key or ""
    if request.method == "POST":
        count = devices_end_others(user=person, here=here)
        text = ngettext("Signed out on %(count)d other device.", "Signed out on %(count)d other devices.", count)
        messages.success(request, text % {"count": count})
        return redirect("usersessions_list")
    return render(request, "accounts/devices.html", {"devices": devices_of(person, here=here)})


@require_POST
@login_required
def device_sign_out(request: HttpRequest, device: int) -> HttpResponse:
    """Ends one session, wherever it is; a camera there stops within two seconds."""
    if not device_end(user=person_of(request), device=device):
        raise Http404
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")
