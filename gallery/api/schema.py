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


def add_common_errors(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """What any operation may answer, so that none has to say it: a hook of drf-spectacular."""
    for operations in result["paths"].values():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", []):
                _say_not_empty(parameter)
            for status in _common(method, operation):
                operation["responses"].setdefault(str(status), _error(status))
            operation["responses"] = dict(sorted(operation["responses"].items()))
    return result


def _say_not_empty(parameter: dict[str, Any]) -> None:
    """A filter that is there says something (`gallery.api.filters`); an empty cursor is the first page."""
    schema = parameter["schema"]
    free = schema.get("type") == "string" and not {"enum", "format", "pattern"} & set(schema)
    if parameter["in"] == "query" and parameter["name"] != "cursor" and free:
        schema["minLength"] = 1


def _common(method: str, operation: dict[str, Any]) -> list[int]:
    open_to_all = {} in operation.get("security", [{}])
    found = [HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.TOO_MANY_REQUESTS]
    if not open_to_all:
        found.append(HTTPStatus.UNAUTHORIZED)
    if method not in {"get", "head"}:
        found.append(HTTPStatus.FORBIDDEN)
    if "requestBody" in operation:
        found += [HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE]
    return [int(status) for status in found]


def _error(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Error"}
    return {"description": HTTPStatus(status).phrase, "content": {"application/json": {"schema": schema}}}
