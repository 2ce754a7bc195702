"""The choice of light or dark at the foot of every page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.theme import CHOICES, COOKIE, YEAR_S


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Sets the cookie and leads back; whatever is neither light nor dark means the system's own."""
    response = redirect(_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in CHOICES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, chosen, max_age=YEAR_S, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE)
    return response


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"
