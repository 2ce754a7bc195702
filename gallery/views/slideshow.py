"""Photos one after the other, as large as the screen."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gallery.views.albums import filtered, photo_page

PAGE_SIZE: Final = 12


@require_safe
@never_cache
@login_required
def slideshow(request: HttpRequest) -> HttpResponse:
    """The same photos, filters and all, that the timeline shows."""
    found = filtered(request)
    narrowed = found["narrowed"] or found["span"]
    context = photo_page(request, found["queryset"], PAGE_SIZE) | {"album": _album_of(found), "narrowed": narrowed}
    return render(request, "gallery/slideshow.html", context)


def _album_of(found: dict[str, object]) -> object:
    form = getattr(found["filter"], "form")  # noqa: B009
    return form.cleaned_data.get("album") if form.is_valid() else None
