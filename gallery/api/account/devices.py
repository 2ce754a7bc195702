"""Where one is signed in."""

from datetime import UTC
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.devices import device_end, devices_end_others, devices_of
from gallery.api.account.session import session_of
from gallery.api.owner import person_of
from gallery.api.schema import errors

_ID = OpenApiParameter("device", OpenApiTypes.INT, OpenApiParameter.PATH, description="The device's `id`.")


class DeviceSerializer(serializers.Serializer[Any]):
    """A browser or a program that is signed in. `current` is the one that asks."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    user_agent = serializers.CharField()
    address = serializers.CharField()
    since = serializers.DateTimeField(default_timezone=UTC)
    current = serializers.BooleanField()


class DevicesView(APIView):
    """All of them."""

    @extend_schema(operation_id="v1_devices_list", responses={200: DeviceSerializer(many=True), **errors(401, 403)})
    def get(self, request: Request) -> Response:
        """The one that asks first, then the latest."""
        here = session_of(request).session_key or ""
        return Response(DeviceSerializer(devices_of(person_of(request), here=here), many=True).data)

    @extend_schema(operation_id="v1_devices_end_others", request=None, responses={204: None, **errors(401, 403)})
    def delete(self, request: Request) -> Response:
        """Sign out everywhere but here."""
        devices_end_others(user=person_of(request), here=session_of(request).session_key or "")
        return Response(status=204)


class DeviceView(APIView):
    """One of them."""

    @extend_schema(
        operation_id="v1_devices_end",
        parameters=[_ID],
        request=None,
        responses={204: None, **errors(401, 403, 404)},
    )
    def delete(self, request: Request, device: str) -> Response:
        """Sign it out; a camera there stops within two seconds. It may be the one that asks."""
        number = int(device) if device.isascii() and device.isdigit() and len(device) < 19 else 0  # noqa: PLR2004  a BigAutoField's
        if not device_end(user=person_of(request), device=number):
            raise NotFound
        return Response(status=204)
