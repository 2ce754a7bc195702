"""A photo's bytes on their way out. Whoever calls has already fetched the photo through the owner-first selectors."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from gallery import files
from gallery.card import CARD_VERSION, card_png
from gallery.models import Photo
from gallery.when import local_time

logger = logging.getLogger(__name__)

_HEADERS = {
    # Kept by this person's browser, but asked for again each time: signed out or hidden means gone.
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Opened by itself in a tab, it can run nothing, whatever a browser may take it for.
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@dataclass(frozen=True, slots=True)
class Rendition:
    """One way to give a photo out. `version` names everything that its bytes depend on."""

    content_type: str
    ending: str
    version: Callable[[Photo], str]
    read: Callable[[Photo], bytes]


PHOTO = Rendition(
    "image/jpeg", ".jpg", lambda photo: photo.digest, lambda photo: files.photo_path(photo.uid).read_bytes()
)
THUMBNAIL = Rendition(
    "image/jpeg",
    "-small.jpg",
    lambda photo: f"{photo.digest} {files.THUMBNAIL_SIDE}",
    lambda photo: files.thumbnail_path(photo.uid).read_bytes(),
)
CARD = Rendition(
    "image/png",
    ".png",
    lambda photo: f"{CARD_VERSION} {photo.digest} {photo.taken_at.timestamp()} {photo.time_zone} {photo.memo}",
    lambda photo: card_png(files.photo_path(photo.uid), memo=photo.memo, taken_at=local_time(photo)),
)


def serve(request: HttpRequest, photo: Photo, rendition: Rendition, *, name: str = "") -> HttpResponseBase:
    """The bytes with their headers, or 304 when the browser has them, before anything is read or drawn.
    `name` is what a browser saves it under, instead of one that says when it was.

    Raises Http404 when the file is gone from the disk or damaged.
    """
    etag = f'"{hashlib.sha256(rendition.version(photo).encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(rendition.read(photo), content_type=rendition.content_type)
        except OSError as error:
            logger.warning("photo %s: its file can't be read: %s", photo.uid, error)
            raise Http404 from error
        response["Content-Disposition"] = str(
            content_disposition_header("download" in request.GET, name or file_name(photo, rendition.ending))
        )
    response["ETag"] = etag
    for header, value in _HEADERS.items():
        response[header] = value
    return response


def file_name(photo: Photo, ending: str) -> str:
    """Says when, and neither whose nor what: such names travel with the file."""
    return f"happy-{local_time(photo):%Y-%m-%d-%H%M}{ending}"
