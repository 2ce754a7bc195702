"""Agreeing, purpose by purpose, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.consent import CAMERA, consent_active, consent_give, consent_outdated, consent_revoke
from accounts.models import Consent
from accounts.views.common import person_of, safe_next


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def consent(request: HttpRequest, purpose: str = CAMERA) -> HttpResponse:
    """Says what is done and asks once."""
    person, asked = person_of(request), _purpose(purpose)
    next_url = safe_next(request, "camera" if asked == CAMERA else "account")
    unticked = request.method == "POST" and "agree" not in request.POST
    if request.method == "POST" and not unticked:
        consent_give(user=person, purpose=asked)
        return redirect(next_url)
    context = {
        "purpose": asked,
        "consent": consent_active(person, asked),
        "outdated": consent_outdated(person, asked),
        "next": next_url,
        "unticked": unticked,
    }
    return render(request, "accounts/consent.html", context, status=400 if unticked else 200)


@require_POST
@login_required
def consent_take_back(request: HttpRequest, purpose: str = CAMERA) -> HttpResponse:
    """Ends the agreement; open cameras notice within two seconds."""
    asked = _purpose(purpose)
    if consent_revoke(user=person_of(request), purpose=asked):
        messages.success(
            request,
            _("Your consent is taken back. The camera is not looked at any more.")
            if asked == CAMERA
            else _("Your consent is taken back."),
        )
    return redirect("account")


def _purpose(name: str) -> Consent.Purpose:
    try:
        return Consent.Purpose(name)
    except ValueError:
        raise Http404 from None
