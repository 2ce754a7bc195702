"""The errors of the API in its OpenAPI description."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers


class ErrorSerializer(serializers.Serializer[Any]):
    """Every error: `code` is the contract, `message` is for people, `fields` names the values at fault."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields_ = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`fields` is a name that the serializer itself needs."""
        found = super().get_fields()
        found["fields"] = found.pop("fields_")
        return found


def errors(*statuses: int) -> dict[int, OpenApiResponse]:
    """For `extend_schema(responses=...)`."""
    return {status: OpenApiResponse(ErrorSerializer, HTTPStatus(status).phrase) for status in statuses}
