"""allauth's JSON endpoints believe any body; this stands before them with the same guard as the API's own."""

import io
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from rest_framework.exceptions import APIException

from gallery.api.parsers import MAX_BODY_BYTES, GuardedJSONParser

PREFIX: Final = "/_allauth/"
METHODS: Final = {"POST", "PUT", "PATCH", "DELETE"}


def json_guard(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: answers 400 or 413 in JSON where the body is no clean JSON object of a sane size."""
    return lambda request: refusal(request) or get_response(request)


def refusal(request: HttpRequest) -> JsonResponse | None:
    """The answer to a body that can't be meant, or None. An empty body is allauth's to judge."""
    if not request.path.startswith(PREFIX) or request.method not in METHODS:
        return None
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
            return _answer(413, "too_large", "The body is too large.")
        body = request.body
        if body and not isinstance(GuardedJSONParser().parse(io.BytesIO(body)), dict):
            return _answer(400, "bad_json", "The body is not a JSON object.")
    except APIException as error:
        return _answer(error.status_code, str(error.get_codes()), str(error.detail))
    except ValueError:
        return _answer(400, "bad_json", "The length of the body is no number.")
    return None


def _answer(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"code": code, "message": message}, status=status)
