"""One's own shared links: made, looked up, revoked."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.trust import shares_wait
from gallery import selectors, services
from gallery.models import Album, Photo, Share
from gallery.qr import qr_png
from gallery.share_forms import ShareForm
from gallery.views.common import owner_of, photo_or_404
from gallery.views.throttled import throttled


@require_safe
@never_cache
@login_required
def shares(request: HttpRequest) -> HttpResponse:
    """All of one's links."""
    person = owner_of(request)
    return render(request, "gallery/shares.html", {"shares": selectors.shares(person), "wait": shares_wait(person)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@throttled()
def photo_share(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A new link to a photo."""
    return _new(request, photo=photo_or_404(request, uid))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@throttled()
def album_share(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A new link to an album."""
    try:
        return _new(request, album=selectors.album_for(owner_of(request), uid))
    except Album.DoesNotExist as error:
        raise Http404 from error


@require_safe
@never_cache
@login_required
def share(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One link: to copy, to print, to revoke."""
    found = _share_or_404(request, uid)
    context = {
        "share": found,
        "address": address_of(request, found),
        "wait": shares_wait(owner_of(request)),
        "waiting": selectors.waiting_in(found).count(),
        "name_waits": selectors.name_waits(found),
    }
    return render(request, "gallery/share.html", context)


@require_safe
@login_required
@throttled()
def share_qr(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The link as a QR code."""
    response = HttpResponse(qr_png(address_of(request, _share_or_404(request, uid))), content_type="image/png")
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = "attachment; filename=qr.png" if "download" in request.GET else "inline"
    return response


@require_POST
@login_required
def share_revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """From now on the link leads nowhere."""
    services.share_revoke(share=_share_or_404(request, uid))
    messages.success(request, _("The link is revoked. Nobody can open it any more."))
    return redirect("shares")


def address_of(request: HttpRequest, share: Share) -> str:
    """The whole address that is given to others."""
    return request.build_absolute_uri(reverse("shared", args=[share.token]))


def _new(request: HttpRequest, photo: Photo | None = None, album: Album | None = None) -> HttpResponse:
    form = ShareForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = services.share_create(owner=owner_of(request), photo=photo, album=album, **form.choices())
        except ValidationError as error:
            form.add_faults(error)
        else:
            return redirect("share", uid=made.uid)
    context = {"form": form, "photo": photo, "album": album}
    return render(request, "gallery/share_new.html", context, status=400 if form.is_bound else 200)


def _share_or_404(request: HttpRequest, uid: UUID) -> Share:
    try:
        return selectors.share_for(owner_of(request), uid)
    except Share.DoesNotExist as error:
        raise Http404 from error
