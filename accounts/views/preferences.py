"""How one wants it: language, time zone, the camera's manners, and what it learnt."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from accounts.forms import PreferencesForm
from accounts.models import MAX_SMILE_SHIFT, User
from accounts.preferences import preferences_of, preferences_set, smile_forget
from accounts.views.common import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """POST sets all of it; what was learnt can be forgotten below."""
    person = person_of(request)
    form = PreferencesForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid():
        preferences_set(user=person, **form.cleaned_data)
        response = redirect("preferences")
        # The cookie would speak for the device, and the preference is the person's.
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(person.language or translation.get_language()):
            messages.success(request, _("Your preferences are saved. The camera's count from the next time it starts."))
        return response
    current = preferences_of(person)
    percent = round(100 * abs(current.smile_shift) / MAX_SMILE_SHIFT)
    context = {"form": form, "current": current, "percent": percent}
    return render(request, "accounts/preferences.html", context, status=400 if form.is_bound else 200)


@require_POST
@login_required
def smile_reset(request: HttpRequest) -> HttpResponse:
    """Forgets what was learnt."""
    smile_forget(user=person_of(request))
    messages.success(request, _("What was learnt of your smile is forgotten."))
    return redirect("preferences")


def set_language(request: HttpRequest) -> HttpResponse:
    """The choice at the foot of every page: a cookie, and for whoever is signed in the preference too."""
    wanted = request.POST.get("language", "")
    if request.method == "POST" and isinstance(request.user, User) and wanted in User.Language:
        preferences_set(user=request.user, language=wanted)
    response = django_set_language(request)
    assert isinstance(response, HttpResponse)  # noqa: S101
    return response
