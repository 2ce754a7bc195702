"""Pictures that are sent: to be kept, or only to be looked at."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import AgreesToUploads, IsStaying
from gallery.api.owner import person_of
from gallery.api.picture_parser import PictureParser, refuse_large_body
from gallery.api.picture_serializers import (
    AnalysisSerializer,
    PictureSerializer,
    UploadedSerializer,
    UploadSerializer,
)
from gallery.api.schema import errors
from gallery.api.throttles import PersonThrottle, PictureThrottle
from gallery.services import picture_read, upload_create

_FORM = "multipart/form-data"


class PictureView(APIView):
    """What both addresses share."""

    permission_classes = (IsAuthenticated, IsStaying, AgreesToUploads)
    parser_classes = (PictureParser,)
    throttle_classes = (PersonThrottle, PictureThrottle)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Called before anything else: checking the CSRF token would already read the whole form."""
        refuse_large_body(request)
        super().initial(request, *args, **kwargs)


class UploadView(PictureView):
    """Keep a picture."""

    @extend_schema(
        operation_id="uploads_create",
        request={_FORM: UploadSerializer},
        responses={
            201: UploadedSerializer,
            200: UploadedSerializer,
            **errors(400, 403, 409, 503, 507),
        },
    )
    def post(self, request: Request) -> Response:
        """Keep a picture, whatever is on it. The same upload again (by `capture_id`) is a 200 with the same photo."""
        form = UploadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        values = form.validated_data
        done = upload_create(
            owner=person_of(request),
            capture_id=values["capture_id"],
            file=form.picture,
            time_zone=values["time_zone"],
            said_taken_at=values.get("taken_at"),
        )
        return Response(UploadedSerializer(done.photo).data, status=201 if done.new else 200)


class AnalysisView(PictureView):
    """Look at a picture."""

    @extend_schema(
        operation_id="analyses_create",
        request={_FORM: PictureSerializer},
        responses={200: AnalysisSerializer, **errors(400, 403, 503)},
    )
    def post(self, request: Request) -> Response:
        """Read a picture as the camera's frames are read, and keep nothing of it."""
        form = PictureSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(AnalysisSerializer(picture_read(file=form.picture)).data)
