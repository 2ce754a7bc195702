"""A photo's bytes, for its owner."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from gallery import selectors, serving
from gallery.api.throttles import CardThrottle
from gallery.card import DEFAULT_LOOK, STRIP_SIZES
from gallery.models import Photo
from gallery.views.common import owner_of, photo_or_404
from gallery.views.throttled import throttled


@require_safe
@login_required
def photo_file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The picture in full size; with `?download` as a file to keep."""
    return serving.serve(request, photo_or_404(request, uid), serving.PHOTO)


@require_safe
@login_required
def photo_thumbnail(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The picture with its longer side at most 480 pixels."""
    return serving.serve(request, photo_or_404(request, uid), serving.THUMBNAIL)


@require_safe
@login_required
@throttled(CardThrottle)
def photo_card(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The card as a PNG, with `?look=` in one of its looks; with `?download` as a file to keep."""
    photo = photo_or_404(request, uid)
    rendition = serving.CARDS.get(request.GET.get("look", DEFAULT_LOOK))
    if rendition is None:
        raise Http404
    return serving.serve(request, photo, rendition)


@require_safe
@login_required
@throttled(CardThrottle)
def strip_file(request: HttpRequest) -> HttpResponseBase:
    """A strip of the photos named, in their order; with `?download` as a file to keep."""
    try:
        uids = [UUID(text) for text in request.GET.getlist("photo")]
        if len(uids) not in STRIP_SIZES:
            raise Http404
        return serving.serve_strip(request, selectors.in_order(owner_of(request), uids))
    except (ValueError, Photo.DoesNotExist) as error:
        raise Http404 from error
