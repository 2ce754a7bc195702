"""The REST API of notices, and of appeals against what they tell."""

from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error

from gallery import selectors
from gallery.api.owner import OwnerMixin
from gallery.api.report_serializers import AppealStartSerializer, NoticeSerializer
from gallery.api.schema import errors
from gallery.services import appeal_create, notices_read

_UID = OpenApiParameter("uid", OpenApiTypes.UUID, OpenApiParameter.PATH, description="The notice's `id`.")


class NoticesView(OwnerMixin):
    """What the signed-in person was told."""

    @extend_schema(operation_id="v1_notices_list", responses={200: NoticeSerializer(many=True), **errors(401, 403)})
    def get(self, _request: Request) -> Response:
        """The newest first, a hundred at most."""
        newest = selectors.notices(self.owner)[: selectors.NOTICES_SHOWN]
        return Response(NoticeSerializer(newest, many=True).data)


class NoticesReadView(OwnerMixin):
    """That they were read."""

    @extend_schema(operation_id="v1_notices_read", request=None, responses={204: None, **errors(401, 403)})
    def post(self, _request: Request) -> Response:
        """All of them."""
        notices_read(user=self.owner)
        return Response(status=204)


class AppealView(OwnerMixin):
    """An appeal against the hiding of a photo."""

    @extend_schema(
        operation_id="v1_notices_appeal",
        parameters=[_UID],
        request=AppealStartSerializer,
        responses={201: NoticeSerializer, **errors(400, 401, 403, 404)},
    )
    def post(self, request: Request, uid: str | UUID) -> Response:
        """Ask staff to look again; once for each hiding."""
        notice = self.own_or_404(selectors.notice_for, uid)
        wanted = AppealStartSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        try:
            appeal_create(notice=notice, text=wanted.validated_data["text"])
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error
        return Response(NoticeSerializer(selectors.notice_for(self.owner, notice.uid)).data, status=201)
