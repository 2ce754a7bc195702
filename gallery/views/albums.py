"""The album and the trash: pages of thumbnails that continue where the last one ended."""

from typing import Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gallery import selectors
from gallery.models import Photo
from gallery.services import TRASH_KEPT
from gallery.views.common import owner_of

PAGE_SIZE: Final = 24
JUST_TRASHED: Final = "gallery_just_trashed"
"""Session key: the photo whose Undo the album offers, once."""


@require_safe
@never_cache
@login_required
def album(request: HttpRequest) -> HttpResponse:
    """One's photos, newest first."""
    context = _page(request, selectors.album(owner_of(request)))
    # Only the page that a person is led to after the deletion, not one fetched while scrolling.
    if not context["after"]:
        context["just_trashed"] = _just_trashed(request)
    return render(request, "gallery/album.html", context)


@require_safe
@never_cache
@login_required
def trash(request: HttpRequest) -> HttpResponse:
    """What was thrown away, with the way back."""
    context = _page(request, selectors.trash(owner_of(request)))
    return render(request, "gallery/trash.html", context | {"days": TRASH_KEPT.days})


def _page(request: HttpRequest, queryset: QuerySet[Photo]) -> dict[str, object]:
    """`photos`, `next` (a photo's id, or None at the end) and `after`. A cursor of nothing of one's own is a 404."""
    try:
        after = UUID(request.GET["after"]) if "after" in request.GET else None
        photos, more = selectors.page_after(queryset, owner_of(request), after, PAGE_SIZE)
    except (ValueError, Photo.DoesNotExist) as error:
        raise Http404 from error
    return {"photos": photos, "next": photos[-1].uid if more else None, "after": after}


def _just_trashed(request: HttpRequest) -> Photo | None:
    uid = request.session.pop(JUST_TRASHED, None)
    return selectors.trash(owner_of(request)).filter(uid=uid).first() if uid else None
