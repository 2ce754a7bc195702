"""What a visitor sees who has a link. Nobody is named, and a link that leads nowhere does not say why."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec
from uuid import UUID

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gallery import selectors, services, serving, sharing
from gallery.models import Photo, Share
from gallery.share_forms import SharePasswordForm

PAGE_SIZE: Final = 24
_Rest = ParamSpec("_Rest")


def through_link(
    view: Callable[Concatenate[HttpRequest, Share, _Rest], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Hands over the link instead of its token, once it is open; says to search engines that this is not for them."""

    @wraps(view)
    def through(request: HttpRequest, token: str, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponseBase:
        try:
            share = selectors.share_open(token)
        except Share.DoesNotExist:
            response: HttpResponseBase = render(request, "gallery/shared/nowhere.html", status=404)
        else:
            open_now = sharing.is_unlocked(request, share)
            response = view(request, share, *args, **kwargs) if open_now else _locked(request, share)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return through


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@through_link
def shared(request: HttpRequest, share: Share) -> HttpResponseBase:
    """The photo, or the album's photos a page at a time. POST is the password, when there is one."""
    if request.method == "POST":
        return redirect("shared", token=share.token)
    if request.method == "GET" and request.user != share.owner and "after" not in request.GET:
        services.share_viewed(share=share)
    if share.album is None:
        return _photo_page(request, share, selectors.shared_photos(share).get())
    try:
        after = UUID(request.GET["after"]) if "after" in request.GET else None
        photos, more = selectors.page_after(selectors.shared_photos(share), None, after, PAGE_SIZE)
    except (ValueError, Photo.DoesNotExist) as error:
        raise Http404 from error
    context = {"share": share, "photos": photos, "next": photos[-1].uid if more else None, "after": after}
    return render(request, "gallery/shared/album.html", context | {"name": selectors.shared_name(share)})


@require_safe
@never_cache
@through_link
def shared_photo(request: HttpRequest, share: Share, uid: UUID) -> HttpResponseBase:
    """One photo of a shared album."""
    return _photo_page(request, share, shared_photo_or_404(share, uid))


@require_safe
@through_link
def shared_file(request: HttpRequest, share: Share, uid: UUID) -> HttpResponseBase:
    """The picture in full size, under a name that says nothing."""
    return serving.serve(request, shared_photo_or_404(share, uid), serving.PHOTO, name="photo.jpg")


@require_safe
@through_link
def shared_thumbnail(request: HttpRequest, share: Share, uid: UUID) -> HttpResponseBase:
    """The picture with its longer side at most 480 pixels."""
    return serving.serve(request, shared_photo_or_404(share, uid), serving.THUMBNAIL, name="photo-small.jpg")


def _locked(request: HttpRequest, share: Share) -> HttpResponse:
    form = SharePasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            fits = sharing.password_fits(request, share, form.cleaned_data["password"])
        except sharing.TooManyTriesError:
            limited: HttpResponse = ratelimit.respond_429(request)
            return limited
        if fits:
            response = redirect("shared", token=share.token)
            sharing.unlock(response, share)
            return response
        form.wrong()
    return render(request, "gallery/shared/locked.html", {"form": form, "token": share.token}, status=403)


def shared_photo_or_404(share: Share, uid: UUID) -> Photo:
    """What the link shows. Anything else is the same 404."""
    try:
        return selectors.shared_photo(share, uid)
    except Photo.DoesNotExist as error:
        raise Http404 from error


def _photo_page(request: HttpRequest, share: Share, photo: Photo) -> HttpResponse:
    return render(request, "gallery/shared/photo.html", {"share": share, "photo": photo})
