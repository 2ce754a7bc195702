"""The REST API of reports, also for who is not signed in."""

from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied, Throttled, ValidationError
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import APIView

from accounts.models import User
from accounts.permissions import IsStaying
from gallery import selectors, sharing
from gallery.api.owner import person_of
from gallery.api.report_serializers import ReportSerializer, ReportStartSerializer
from gallery.api.report_throttle import ReportThrottle
from gallery.api.schema import errors
from gallery.api.throttles import PersonThrottle
from gallery.models import Photo, Share
from gallery.services import report_create

_LISTED = 100


class ReportsView(APIView):
    """Reports of photos that links show."""

    throttle_classes = (PersonThrottle, ReportThrottle)

    def get_permissions(self) -> list[BasePermission]:
        """Whoever sees a photo may report it."""
        return [AllowAny()] if self.request.method == "POST" else [IsAuthenticated(), IsStaying()]

    @extend_schema(operation_id="v1_reports_list", responses={200: ReportSerializer(many=True), **errors(401, 403)})
    def get(self, request: Request) -> Response:
        """What the signed-in person reported, the newest first, a hundred at most."""
        return Response(ReportSerializer(selectors.reports(person_of(request))[:_LISTED], many=True).data)

    @extend_schema(
        operation_id="v1_reports_create",
        request=ReportStartSerializer,
        responses={201: ReportSerializer, **errors(400, 403, 404, 413, 415)},
    )
    def post(self, request: Request) -> Response:
        """Report a photo that a link shows. Once more what one reported already is the same report."""
        wanted = ReportStartSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        said = dict(wanted.validated_data)
        share, photo = _shown(request, said.pop("link"), said.pop("photo"), said.pop("password"))
        reporter = request.user if isinstance(request.user, User) else None
        try:
            report = report_create(share=share, photo=photo, reporter=reporter, **said)
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error
        return Response(ReportSerializer(report).data, status=201)


def _shown(request: Request, token: str, uid: object, password: str) -> tuple[Share, Photo]:
    """Raises NotFound for what the link does not show, and PermissionDenied without its password."""
    try:
        share = selectors.share_open(token)
        if share.password and not _knows(request, share, password):
            raise PermissionDenied
        return share, selectors.shared_photo(share, uid)  # type: ignore[arg-type]  # the serializer made it one
    except (Share.DoesNotExist, Photo.DoesNotExist):
        raise NotFound from None


def _knows(request: Request, share: Share, password: str) -> bool:
    try:
        return sharing.password_fits(request._request, share, password)  # noqa: SLF001
    except sharing.TooManyTriesError:
        raise Throttled from None
