"""JSON from outside: whatever it holds, it becomes plain values or a 400."""

import json
import math
from collections.abc import Mapping
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

MAX_BODY_BYTES: Final = 64 * 1024
"""The longest memo is under 3 KB, escapes and all."""


class BodyTooLarge(APIException):
    """More than any request here can mean."""

    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("The body is too large.")


class GuardedJSONParser(JSONParser):
    """DRF's parser turns deep nesting into a 500, believes any charset and reads without an end; this one doesn't."""

    max_bytes = MAX_BODY_BYTES

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """Plain values. Raises ParseError (bad_json) and BodyTooLarge."""
        body = stream.read(self.max_bytes + 1)
        if len(body) > self.max_bytes:
            raise BodyTooLarge
        try:
            # RFC 8259: JSON between systems is UTF-8, whatever the header says.
            data = json.loads(body.decode(), parse_constant=_refuse, parse_float=_finite)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not valid JSON."), "bad_json") from error
        if not _is_clean(data):
            raise ParseError(_("The body holds characters that are no text."), "bad_json")
        return data


def _refuse(name: str) -> float:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _is_clean(data: Any) -> bool:
    """No NUL and no half of a surrogate pair in any string or key. A loop: depth must not matter."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value):
                return False
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
    return True
