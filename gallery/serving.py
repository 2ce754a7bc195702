"""A photo's bytes on their way out. Whoever calls has already fetched the photo through the owner-first selectors."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from gallery import files
from gallery.card import CARD_VERSION, DEFAULT_LOOK, LOOKS, STRIP_VERSION, card_png, strip_png
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
BLURRED = Rendition(
    "image/jpeg",
    "-blurred.jpg",
    lambda photo: f"{photo.digest} blurred {files.BLURRED_SIDE}",
    lambda photo: files.read_blurred(photo.uid),
)


def _card(look: str) -> Rendition:
    return Rendition(
        "image/png",
        ".png" if look == DEFAULT_LOOK else f"-{look}.png",
        lambda photo: " ".join(
            map(str, (CARD_VERSION, look, photo.digest, photo.taken_at.timestamp(), photo.time_zone, photo.memo))
        ),
        lambda photo: card_png(files.photo_path(photo.uid), memo=photo.memo, taken_at=local_time(photo), look=look),
    )


CARDS = {look: _card(look) for look in LOOKS}
CARD = CARDS[DEFAULT_LOOK]


def serve(request: HttpRequest, photo: Photo, rendition: Rendition, *, name: str = "") -> HttpResponseBase:
    """The bytes with their headers, or 304 when the browser has them, before anything is read or drawn.
    `name` is what a browser saves it under, instead of one that says when it was.

    Raises Http404 when the file is gone from the disk or damaged.
    """
    return _answer(
        request,
        version=rendition.version(photo),
        content_type=rendition.content_type,
        name=name or file_name(photo, rendition.ending),
        read=lambda: rendition.read(photo),
    )


def serve_strip(request: HttpRequest, photos: Sequence[Photo]) -> HttpResponseBase:
    """The same of a strip of these photos, in this order."""
    pictures = [(files.photo_path(photo.uid), local_time(photo)) for photo in photos]
    return _answer(
        request,
        version=" ".join(
            [
                str(STRIP_VERSION),
                *(f"{photo.digest} {when:%Y%m%d}" for photo, (_, when) in zip(photos, pictures, strict=True)),
            ]
        ),
        content_type="image/png",
        name=file_name(photos[0], "-strip.png"),
        read=lambda: strip_png(pictures),
    )


def _answer(
    request: HttpRequest, *, version: str, content_type: str, name: str, read: Callable[[], bytes]
) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(version.encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(read(), content_type=content_type)
        except OSError as error:
            logger.warning("%s: a photo's file can't be read: %s", request.path, error)
            raise Http404 from error
        response["Content-Disposition"] = str(content_disposition_header("download" in request.GET, name))
    response["ETag"] = etag
    for header, value in _HEADERS.items():
        response[header] = value
    return response


def file_name(photo: Photo, ending: str) -> str:
    """Says when, and neither whose nor what: such names travel with the file."""
    return f"happy-{local_time(photo):%Y-%m-%d-%H%M}{ending}"
