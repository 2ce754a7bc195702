"""The timeline and the trash: pages of thumbnails that continue where the last one ended."""

from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gallery import selectors
from gallery.filters import AlbumFilter
from gallery.models import Photo
from gallery.services import TRASH_KEPT
from gallery.views.common import owner_of
from gallery.views.undo import undo_take

PAGE_SIZE: Final = 24
HAPPY_STEPS: Final = (0.5, 0.7, 0.8, 0.9, 0.95)


@require_safe
@never_cache
@login_required
def album(request: HttpRequest) -> HttpResponse:
    """One's photos, newest first, or those of them that are looked for."""
    found = filtered(request)
    context = photo_page(request, found["queryset"]) | found
    if not found["narrowed"]:
        context["jumps"] = selectors.jumps(owner_of(request), found["span"])
    # Only the page that a person is led to after the deletion, not one fetched while scrolling.
    if not context["after"]:
        context["just_trashed"] = undo_take(request)
    return render(request, "gallery/album.html", context, status=400 if found["filter"].form.errors else 200)


@require_safe
@never_cache
@login_required
def trash(request: HttpRequest) -> HttpResponse:
    """What was thrown away, with the way back."""
    context = photo_page(request, selectors.trash(owner_of(request)))
    return render(request, "gallery/trash.html", context | {"days": TRASH_KEPT.days})


def filtered(request: HttpRequest) -> dict[str, Any]:
    """What the address asks for: `queryset` (nothing when that makes no sense), `filter` with its form, `steps` of
    happiness to choose from, whether anything is `narrowed` at all, and whether by more than words (`filters_in_use`).
    """
    found = AlbumFilter(request.GET, queryset=selectors.kept(owner_of(request)), request=request)
    queryset, span = found.qs if found.is_valid() else Photo.objects.none(), _span_asked(request)
    in_use = {name for name in found.filters if request.GET.get(name)}
    return {
        "queryset": selectors.up_to(queryset, span) if span else queryset,
        "span": span,
        "filter": found,
        "steps": [(str(step), round(100 * step)) for step in HAPPY_STEPS],
        "choices": list(selectors.albums(owner_of(request))),
        "narrowed": bool(in_use),
        "filters_in_use": bool(in_use - {"q"}),
    }


def _span_asked(request: HttpRequest) -> selectors.Span | None:
    """The month or year that the wall begins with, where it is not the newest."""
    text = request.GET.get("month")
    try:
        return selectors.span_named(text) if text else None
    except ValueError as error:
        raise Http404 from error


def photo_page(request: HttpRequest, queryset: QuerySet[Photo], size: int = PAGE_SIZE) -> dict[str, Any]:
    """`photos`, `next` (a photo's id, or None at the end) and `after`. A cursor of nothing of one's own is a 404."""
    try:
        after = UUID(request.GET["after"]) if "after" in request.GET else None
        photos, more = selectors.page_after(queryset, owner_of(request), after, size)
    except (ValueError, Photo.DoesNotExist) as error:
        raise Http404 from error
    return {"photos": photos, "next": photos[-1].uid if more else None, "after": after}
