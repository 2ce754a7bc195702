"""Choosing three or four photos for a strip."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gallery import selectors
from gallery.card import STRIP_SIZES
from gallery.models import Photo
from gallery.views.albums import PAGE_SIZE
from gallery.views.common import owner_of


@require_safe
@never_cache
@login_required
def strip(request: HttpRequest) -> HttpResponse:
    """The album with a box at each photo, and the strip once three or four are ticked. All of it is in the address."""
    owner = owner_of(request)
    try:
        after = UUID(request.GET["after"]) if request.GET.get("after") else None
        uids = list(dict.fromkeys(UUID(text) for text in request.GET.getlist("photo")))[:PAGE_SIZE]
        photos, more = selectors.page_after(selectors.album(owner), owner, after, PAGE_SIZE)
    except (ValueError, Photo.DoesNotExist) as error:
        raise Http404 from error
    # What was thrown away meanwhile is left out; the order is the one of the ticks as they came.
    known = {photo.uid: photo for photo in selectors.chosen(owner, set(uids)) if photo.trashed_at is None}
    chosen = [known[uid] for uid in uids if uid in known]
    context = {
        "chosen": chosen,
        "photos": [photo for photo in photos if photo.uid not in known],
        "next": photos[-1].uid if more else None,
        "after": after,
        "query": urlencode([("photo", str(photo.uid)) for photo in chosen]) if len(chosen) in STRIP_SIZES else "",
    }
    return render(request, "gallery/strip.html", context)
