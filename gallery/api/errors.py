"""Every error under /api/ is `{"code", "message", "fields"?}`; the code is the contract, the message is for people."""

import math
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from gallery.api.parsers import BodyTooLarge
from gallery.api.picture_errors import picture_error
from gallery.models import Photo


class MalformedRequest(exceptions.APIException):
    """What Django itself finds suspicious."""

    status_code = 400
    default_code = "bad_request"
    default_detail = _("The request is malformed.")


_CODES = {
    exceptions.NotAuthenticated: "auth_required",
    exceptions.AuthenticationFailed: "auth_required",
    exceptions.PermissionDenied: "forbidden",
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    exceptions.Throttled: "rate_limited",
    exceptions.ParseError: "bad_json",
}


def exception_handler(error: Exception, _context: dict[str, Any]) -> Response | None:
    """REST framework's EXCEPTION_HANDLER. What nobody foresaw goes on to Django, which logs it and answers with 500."""
    api_error = _as_api_error(error)
    if api_error is None:
        return None
    set_rollback()
    headers = {}
    if challenge := getattr(api_error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if (wait := getattr(api_error, "wait", None)) is not None:
        headers["Retry-After"] = str(math.ceil(wait))
    return Response(_describe(api_error), status=api_error.status_code, headers=headers)


def not_found(_request: HttpRequest, **_parts: str) -> JsonResponse:
    """For addresses under /api/ that are nothing."""
    return JsonResponse(_body("not_found", _("There is nothing here.")), status=404)


def _as_api_error(error: Exception) -> exceptions.APIException | None:
    found: exceptions.APIException | None = None
    match error:
        case exceptions.APIException():
            found = error
        case Http404() | Photo.DoesNotExist():  # the latter: fetched, and deleted meanwhile
            found = exceptions.NotFound()
        case PermissionDenied():
            found = exceptions.PermissionDenied()
        case DjangoValidationError():
            found = exceptions.ValidationError(_named(as_serializer_error(error)))
        case RequestDataTooBig():
            found = BodyTooLarge()
        case SuspiciousOperation() | MultiPartParserError():
            found = MalformedRequest()
    return found or picture_error(error)


def _named(errors: dict[str, Any]) -> dict[str, Any]:
    """Errors of no one field under the one name that they have in the API."""
    return {api_settings.NON_FIELD_ERRORS_KEY if name == NON_FIELD_ERRORS else name: errors[name] for name in errors}


def _describe(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        detail = error.detail
        fields = detail if isinstance(detail, dict) else {"non_field_errors": detail}
        return _body("invalid", _("Some values are not valid."), {name: _texts(each) for name, each in fields.items()})
    code = next((code for kind, code in _CODES.items() if isinstance(error, kind)), None)
    return _body(code or str(error.default_code), str(error.detail))


def _texts(detail: Any) -> list[str]:
    """The messages for one value, each once, however deep in it the faults lie."""
    if isinstance(detail, dict | list):
        inner = detail.values() if isinstance(detail, dict) else detail
        return list(dict.fromkeys(text for each in inner for text in _texts(each)))
    return [str(detail)]


def _body(code: str, message: object, fields: Any = None) -> dict[str, Any]:
    return {"code": code, "message": str(message)} | ({"fields": fields} if fields else {})
