"""Two devices, one photo: whoever changes a memo says which state of the photo they have seen (RFC 9110, 13)."""

import hashlib
import json

from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from gallery.api.serializers import PhotoSerializer
from gallery.models import Photo


class ChangedMeanwhile(APIException):
    """What the client has seen is not what is there."""

    status_code = 412
    default_code = "changed"
    default_detail = _("The photo was changed meanwhile. Get it again, then decide.")


class ConditionMissing(APIException):
    """The client does not say what it has seen."""

    status_code = 428
    default_code = "if_match_required"
    default_detail = _("Send the photo's ETag as If-Match, so that no other device's change is lost.")


def photo_etag(photo: Photo) -> str:
    """A strong entity tag of the photo's JSON."""
    return _etag(PhotoSerializer(photo).data)


def photo_response(photo: Photo) -> Response:
    """The photo's JSON with its ETag."""
    data = PhotoSerializer(photo).data
    return Response(data, headers={"ETag": _etag(data), "Cache-Control": "private, no-cache"})


def not_modified(request: Request, photo: Photo) -> Response | None:
    """304 when the client has this very state, else None."""
    seen = parse_etags(request.headers.get("If-None-Match", ""))
    etag = photo_etag(photo)
    if seen == ["*"] or etag in {each.removeprefix("W/") for each in seen}:
        return Response(status=304, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
    return None


def seen_etags(request: Request) -> list[str]:
    """What `If-Match` names; ["*"] is any state. Raises ConditionMissing when it names nothing."""
    seen = parse_etags(request.headers.get("If-Match", ""))
    if not seen:
        raise ConditionMissing
    return seen


def is_seen(photo: Photo, seen: list[str]) -> bool:
    """Whether `photo` is as the client saw it. Weak tags never match: they promise too little for a change."""
    return seen == ["*"] or photo_etag(photo) in seen


def _etag(data: object) -> str:
    text = json.dumps(data, sort_keys=True, default=str)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
