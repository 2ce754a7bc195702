"""The front door, the agreement to the camera, the preferences, and one page with everything about one's account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.consent import consent_active, consent_give, consent_outdated, consent_revoke
from accounts.forms import PreferencesForm
from accounts.models import MAX_SMILE_SHIFT, User
from accounts.preferences import preferences_of, preferences_set, smile_forget


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
    return render(request, "accounts/account.html", {"consent": consent_active(_person(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def consent(request: HttpRequest) -> HttpResponse:
    """Says what the camera does and asks once."""
    person = _person(request)
    next_url = _safe_next(request)
    unticked = request.method == "POST" and "agree" not in request.POST
    if request.method == "POST" and not unticked:
        consent_give(user=person)
        return redirect(next_url)
    context = {
        "consent": consent_active(person),
        "outdated": consent_outdated(person),
        "next": next_url,
        "unticked": unticked,
    }
    return render(request, "accounts/consent.html", context, status=400 if unticked else 200)


@require_POST
@login_required
def consent_take_back(request: HttpRequest) -> HttpResponse:
    """Ends the agreement; open cameras notice within two seconds."""
    if consent_revoke(user=_person(request)):
        messages.success(request, _("Your consent is taken back. The camera is not looked at any more."))
    return redirect("account")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """How easily the camera fires, and whether it learns from its owner; POST sets it."""
    person = _person(request)
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=preferences_of(person))
    if form.is_bound and form.is_valid():
        preferences_set(user=person, **form.cleaned_data)
        messages.success(request, _("Your preferences are saved. They count from the next time the camera starts."))
        return redirect("preferences")
    current = preferences_of(person)
    percent = round(100 * abs(current.smile_shift) / MAX_SMILE_SHIFT)
    context = {"form": form, "current": current, "percent": percent}
    return render(request, "accounts/preferences.html", context, status=400 if form.is_bound else 200)


@require_POST
@login_required
def smile_reset(request: HttpRequest) -> HttpResponse:
    """Forgets what was learnt."""
    smile_forget(user=_person(request))
    messages.success(request, _("What was learnt of your smile is forgotten."))
    return redirect("preferences")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  login_required let it through
    return request.user


def _safe_next(request: HttpRequest) -> str:
    """Where to go on to: a page of this site that was asked for, or the camera."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url("camera")
