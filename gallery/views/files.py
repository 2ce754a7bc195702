"""A photo's bytes, for its owner."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from gallery import serving
from gallery.views.common import photo_or_404


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
def photo_card(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The card as a PNG; with `?download` as a file to keep."""
    return serving.serve(request, photo_or_404(request, uid), serving.CARD)
