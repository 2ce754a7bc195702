"""What the pages share."""

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User


def person_of(request: HttpRequest) -> User:
    """Who asks, behind `login_required`."""
    assert isinstance(request.user, User)  # noqa: S101  login_required let it through
    return request.user


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """Where to go on to: a page of this site that was asked for, or the one named `otherwise`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(otherwise)
