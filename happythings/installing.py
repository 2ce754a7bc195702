"""What makes the site an app on a phone: its manifest, a service worker, a page for when there is no net."""

from typing import Any, Final

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

_ICONS: Final = ((192, "any"), (512, "any"), (512, "maskable"))


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def manifest(_request: HttpRequest) -> JsonResponse:
    """The web app manifest, in the visitor's language."""
    return JsonResponse(_manifest(), content_type="application/manifest+json")


@require_safe
@never_cache
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker; another one as soon as any static file is another, so that old copies go."""
    version = getattr(staticfiles_storage, "manifest_hash", "")
    context = {"version": f"{version}-{translation.get_language()}"}
    return render(request, "site/service-worker.js", context, content_type="text/javascript; charset=utf-8")


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the service worker: nothing personal on it, and no form."""
    return render(request, "site/offline.html")


def _manifest() -> dict[str, Any]:
    return {
        "id": "/",
        "name": "Happy Things",
        "short_name": "Happy Things",
        "description": _("Keeps the moments when people are happy."),
        "lang": translation.get_language(),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fdf7ee",
        "theme_color": "#fffdf9",
        "categories": ["photo", "lifestyle"],
        "icons": [_icon(size, purpose) for size, purpose in _ICONS],
        "shortcuts": [
            {"name": _("Camera"), "url": reverse("camera")},
            {"name": _("Album"), "url": reverse("album")},
        ],
    }


def _icon(size: int, purpose: str) -> dict[str, str]:
    name = f"site/icon-{size}.png" if purpose == "any" else f"site/icon-{purpose}-{size}.png"
    return {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
