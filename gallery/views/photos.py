"""One photo, and what can be done with it."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gallery import selectors, services
from gallery.errors import PhotoChangedError
from gallery.forms import MemoForm
from gallery.memo import memo_tag
from gallery.models import MEMO_CHARS, Photo
from gallery.views.common import gone_is_404, owner_of, photo_or_404
from gallery.views.undo import undo_offer

LOOK_LABELS: Final = {
    "instant": gettext_lazy("instant print"),
    "film": gettext_lazy("film"),
    "poster": gettext_lazy("poster"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def photo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The photo with its memo; POST sets the memo."""
    found = photo_or_404(request, uid)
    form = MemoForm(request.POST.dict()) if request.method == "POST" else MemoForm.of(found.memo)
    if form.is_bound and form.is_valid() and _memo_saved(found, form):
        messages.success(request, _("The memo is saved."))
        return redirect("photo", uid=uid)
    newer, older = (None, None) if found.trashed_at else selectors.neighbours(owner_of(request), found)
    context = {
        "photo": found,
        "form": form,
        "newer": newer,
        "older": older,
        "albums": selectors.holding(owner_of(request), found),
        "choices": selectors.albums(owner_of(request)),
        "limit": MEMO_CHARS,
        "happy_percent": round(100 * found.happy),
        "looks": LOOK_LABELS,
        "alike": selectors.alike(owner_of(request), found),
    }
    status = 409 if form.has_error("memo", "changed") else 400 if form.is_bound else 200
    return render(request, "gallery/photo.html", context, status=status)


def _memo_saved(found: Photo, form: MemoForm) -> bool:
    """Whether the memo was still the one that the writer saw; if not, the form says so."""
    seen = form.cleaned_data["seen"]
    try:
        with gone_is_404():
            services.photo_memo_set(
                photo=found, memo=form.cleaned_data["memo"], still=lambda now: not seen or memo_tag(now.memo) == seen
            )
    except PhotoChangedError:
        with gone_is_404():
            found.refresh_from_db(fields=["memo"])
        form.changed_meanwhile(found.memo)
        return False
    return True


@require_POST
@login_required
def photo_trash(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Into the trash; the album then offers the way back."""
    with gone_is_404():
        trashed = services.photo_trash(photo=photo_or_404(request, uid))
    undo_offer(request, trashed.trashed_at)
    return redirect("album")


@require_POST
@login_required
def photo_restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Out of the trash, and there it is."""
    with gone_is_404():
        services.photo_restore(photo=photo_or_404(request, uid))
    messages.success(request, _("The photo is back in your album."))
    return redirect("photo", uid=uid)


@require_POST
@login_required
def photo_make_main(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The album shows this picture of its moment from now on."""
    try:
        services.photo_make_main(photo=photo_or_404(request, uid))
    except Photo.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("This picture now stands for its moment."))
    return redirect("photo", uid=uid)


@require_POST
@login_required
def photo_delete(request: HttpRequest, uid: UUID) -> HttpResponse:
    """For good; only what lies in the trash already."""
    found = photo_or_404(request, uid)
    if found.trashed_at is None:
        raise Http404
    services.photo_delete(photo=found)
    messages.success(request, _("The photo is deleted for good."))
    return redirect("trash")
