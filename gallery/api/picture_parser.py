"""multipart/form-data with one picture in it."""

from collections.abc import Mapping
from typing import IO, Any, Final

from rest_framework.exceptions import ParseError
from rest_framework.parsers import DataAndFiles, MultiPartParser
from rest_framework.request import Request

from gallery.api.errors import MalformedRequest
from gallery.api.parsers import BodyTooLarge
from mlmodels.decode import UPLOAD

MAX_BODY_BYTES: Final = UPLOAD.max_bytes + 64 * 1024
"""The picture, and a form around it."""


class PictureParser(MultiPartParser):
    """DRF's, whose errors get their own code: a body that is no form is no bad JSON."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> "DataAndFiles[Any, Any]":
        """The form's fields and files. Raises MalformedRequest (bad_request)."""
        try:
            return super().parse(stream, media_type, parser_context)
        except ParseError as error:
            raise MalformedRequest from error


def refuse_large_body(request: Request) -> None:
    """Raise BodyTooLarge for what no picture can be, before anything of it is parsed."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise MalformedRequest from None
    if length > MAX_BODY_BYTES:
        raise BodyTooLarge
