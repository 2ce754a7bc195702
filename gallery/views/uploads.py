"""Where one brings pictures from elsewhere."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.consent import UPLOADS, consent_given
from accounts.models import User
from gallery.models import EMOTION_LABELS
from mlmodels.decode import UPLOAD

_MEBIBYTE = 1024 * 1024


@require_safe
@never_cache
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Choose pictures or drop them here; the page's module sends each to the API. Who has not agreed is asked first."""
    assert isinstance(request.user, User)  # noqa: S101  login_required let it through
    if not consent_given(request.user, UPLOADS):
        return redirect(f"{reverse('consent_for', args=[UPLOADS])}?{urlencode({'next': request.path})}")
    config = {
        "address": reverse("api_uploads"),
        "token": get_token(request),
        "maxBytes": UPLOAD.max_bytes,
        "emotions": {name: str(label) for name, label in EMOTION_LABELS.items()},
        "texts": _texts(),
    }
    context = {"config": config, "megabytes": UPLOAD.max_bytes // _MEBIBYTE, "megapixels": UPLOAD.max_pixels // 10**6}
    return render(request, "gallery/upload.html", context)


def _texts() -> dict[str, str]:
    """What the module says. Names in braces are filled in there."""
    return {
        "waiting": _("Waiting"),
        "sending": _("Sending…"),
        "looking": _("Looking at it…"),
        "later": _("The server is busy. Going on by itself in a moment."),
        "done": _("In your album"),
        "again": _("This was in your album already"),
        "large": _("The file is too large."),
        "network": _("The connection broke."),
        "failed": _("That did not work."),
        "blurry": _("Looks blurry"),
        "same": _("The same picture as one in your album"),
        "alike": _("Looks like one in your album"),
        "progress": _("{done} of {total} in your album"),
        "problems": _("{failed} not"),
    }
