"""Bodies in which everything means something, and values that are what the description says."""

from datetime import datetime
from typing import Any, ClassVar

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers


class StrictSerializer(serializers.Serializer[Any]):
    """What may be said in a body. Anything else in it is an error, never silently dropped."""

    unknown = _("There is no such value.")

    def to_internal_value(self, data: Any) -> Any:
        """The known values. Raises ValidationError that names every other key."""
        values = super().to_internal_value(data)
        if names := sorted(set(data) - set(self.fields)):
            raise serializers.ValidationError({name: [self.unknown] for name in names}, "unknown")
        return values


class TextField(serializers.CharField):
    """A text; numbers don't become one. The description says so, too, where it may not be empty."""

    default_error_messages: ClassVar = {"not_text": _("A text is expected.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**({} if options.get("allow_blank") else {"min_length": 1}) | options)

    def to_internal_value(self, data: object) -> str:
        """The text, its length checked."""
        if not isinstance(data, str):
            self.fail("not_text")
        return super().to_internal_value(data)


class NumberField(serializers.FloatField):
    """A number; neither texts nor true and false become one."""

    def to_internal_value(self, data: Any) -> float:
        """JSON's own."""
        if isinstance(data, bool | str):
            self.fail("invalid")
        return super().to_internal_value(data)


class TruthField(serializers.BooleanField):
    """true or false, and nothing that could be meant so."""

    def to_internal_value(self, data: object) -> bool:
        """JSON's own."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class InstantField(serializers.DateTimeField):
    """A moment in time with its zone (RFC 3339); without one it would be another moment on each server."""

    def to_internal_value(self, value: Any) -> datetime:
        """The moment, aware."""
        parsed = _parsed(value)
        if parsed is None or parsed.tzinfo is None:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss[.uuuuuu](+HH:MM|-HH:MM|Z)")
        return super().to_internal_value(value)


def _parsed(value: object) -> datetime | None:
    try:
        return parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None


class StrictSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says so in the OpenAPI description; drf-spectacular finds it by being imported."""

    target_class = StrictSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> Any:
        """drf-spectacular's own description, closed."""
        described = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # type: ignore[no-untyped-call]  # noqa: SLF001 - as its documentation does
        return described | {"additionalProperties": False}
