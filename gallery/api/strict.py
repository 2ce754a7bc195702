"""Bodies in which everything means something."""

from typing import Any

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


class StrictSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says so in the OpenAPI description; drf-spectacular finds it by being imported."""

    target_class = StrictSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> Any:
        """drf-spectacular's own description, closed."""
        described = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # type: ignore[no-untyped-call]  # noqa: SLF001 - as its documentation does
        return described | {"additionalProperties": False}
