"""What is answered when something goes wrong: a page that says what to do, JSON where programs ask."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

# Django hands `exception` and `reason` over by name, so they must be called that.

_RETRY_S = 300
_PLAIN = "<!doctype html><title>500</title><h1>Something broke on our side</h1><p>Please try again in a moment.</p>"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400, called by Django for a malformed request or a host that is not ours."""
    return _answer(request, 400, "bad_request", _("The request is malformed."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403, called by Django for PermissionDenied."""
    return _answer(request, 403, "forbidden", _("This is not open to you."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403, called by Django for a form that was not sent from one of our own pages."""
    return _answer(request, 403, "csrf", _("The CSRF token is missing or wrong."), template="403_csrf.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404, called by Django for an unknown address and by views for what is not there or not yours."""
    return _answer(request, 404, "not_found", _("There is nothing here."))


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429, called by allauth when a limit is reached."""
    response = _answer(request, 429, "rate_limited", _("Too many requests. Try again later."))
    response["Retry-After"] = str(_RETRY_S)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, called by Django, which has logged the traceback. Needs neither session nor database."""
    if _is_api(request):
        return _json(500, "internal", _("Something went wrong on the server."))
    try:
        page = str(render_to_string("500.html"))
    except Exception:  # noqa: BLE001  a broken template must not hide the answer
        page = _PLAIN
    return HttpResponse(page, status=500)


def _answer(request: HttpRequest, status: int, code: str, message: str, *, template: str = "") -> HttpResponse:
    if _is_api(request):
        return _json(status, code, message)
    return render(request, template or f"{status}.html", status=status)


def _json(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"code": code, "message": message}, status=status)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/_allauth/"))
