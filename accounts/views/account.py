"""The front door, and one page with everything about one's account."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.consent import standings
from accounts.views.common import person_of


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for visitors; whoever is signed in came for the camera."""
    if request.user.is_authenticated:
        return redirect("camera")
    return render(request, "accounts/home.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What becomes of one's pictures; readable before there is an account."""
    return render(request, "accounts/privacy.html")


@require_safe
@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """One's account on one page, with the ways to every part of it."""
    person = person_of(request)
    context = {
        "standings": standings(person),
        "address": EmailAddress.objects.filter(user=person).order_by("-primary", "-verified").first(),
        "factors": set(Authenticator.objects.filter(user=person).values_list("type", flat=True)),
        "elsewhere": get_adapter().list_providers(request),
    }
    return render(request, "accounts/account.html", context)
