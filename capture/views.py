"""The camera page, and the lines of its face mask."""

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from accounts.consent import consent_given
from accounts.models import User
from accounts.preferences import preferences_of
from capture import protocol
from capture.labels import REASON_SENTENCES
from capture.mesh import mesh_document
from capture.model_problem import model_problem
from gallery.services import EMOTION_LABELS, photos_newest
from mlmodels.emotions import EMOTIONS

SOCKET_PATH = "/ws/camera/"
PHOTOS_PATH = "/api/v1/photos/"
PREFERENCES_PATH = "/api/v1/preferences/"
NEWEST: Final = 12


@require_safe
@never_cache
@gzip_page
@login_required
def camera(request: HttpRequest) -> HttpResponse:
    """Show the page. Nobody gets to the camera before having agreed to what it does."""
    assert isinstance(request.user, User)  # noqa: S101  login_required let it through
    if not consent_given(request.user):
        return redirect(f"{reverse('consent')}?{urlencode({'next': request.path})}")
    problem = model_problem()
    context = {
        "config": _config(request, request.user, model_available=problem is None),
        "emotions": {name: EMOTION_LABELS[name] for name in EMOTIONS},
        "model_problem": problem,
        "newest": photos_newest(request.user, NEWEST),
    }
    return render(request, "capture/camera.html", context)


def _config(request: HttpRequest, user: User, *, model_available: bool) -> dict[str, Any]:
    """Collect what the page's modules must know and cannot find out by themselves."""
    preferences = preferences_of(user)
    return {
        "version": protocol.VERSION,
        "socketPath": SOCKET_PATH,
        "photosPath": PHOTOS_PATH,
        "preferencesPath": PREFERENCES_PATH,
        "person": str(user.pk),
        "meshPath": f"{reverse('camera_mesh')}?v={mesh_document().digest}",
        "darkroomPath": static("capture/darkroom-worker.js"),
        "maskPath": static("capture/mask-worker.js"),
        "csrfToken": get_token(request),
        "emotions": {name: str(label) for name, label in EMOTION_LABELS.items()},
        "reasons": {name: str(sentence) for name, sentence in REASON_SENTENCES.items()},
        "modelAvailable": model_available,
        "sound": preferences.sound,
        "voice": preferences.voice,
    }


def _mesh_etag(_request: HttpRequest) -> str:
    return f'"{mesh_document().digest}"'


@require_safe
@condition(etag_func=_mesh_etag)
def camera_mesh(_request: HttpRequest) -> HttpResponse:
    """Pairs of landmark indices by group. The page asks with the hash in the address, so an answer never goes stale."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(mesh_document().body, content_type="application/json", headers=headers)
