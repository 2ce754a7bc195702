"""The REST API of what takes longer than a request: everything as a ZIP, chosen photos as a ZIP."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from gallery import selectors
from gallery.api.negotiation import AlwaysFirst
from gallery.api.owner import OwnerMixin
from gallery.api.pagination import PhotoPagination
from gallery.api.parsers import GuardedJSONParser
from gallery.api.schema import errors
from gallery.api.strict import StrictSerializer
from gallery.api.throttles import ExportThrottle
from gallery.archive.sending import send
from gallery.models import JOB_NAME_CHARS, Job, JobKind
from gallery.services import MAX_SELECTION, export_start, job_delete, selection_start

_UID = OpenApiParameter("uid", OpenApiTypes.UUID, OpenApiParameter.PATH, description="The export's `id`.")


class SelectionParser(GuardedJSONParser):
    """Five thousand ids are longer than anything else that is sent here."""

    max_bytes = 256 * 1024


class ExportSerializer(serializers.ModelSerializer[Job]):
    """What is told of a job."""

    id = serializers.UUIDField(source="uid", read_only=True)
    file = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = (
            "id", "kind", "name", "state", "done", "total", "bytes", "error", "created_at", "finished_at",
            "expires_at", "file",
        )  # fmt: skip
        read_only_fields = fields

    def get_file(self, job: Job) -> str | None:
        """Where the ZIP is fetched, as soon as it can be."""
        return reverse("api_export-file", args=[job.uid]) if job.fetchable else None


class ExportStartSerializer(StrictSerializer):
    """`everything`, or a `selection` of photos."""

    kind = serializers.ChoiceField(choices=JobKind.choices, default=JobKind.EVERYTHING)
    photos = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=MAX_SELECTION)
    name = serializers.CharField(required=False, allow_blank=True, max_length=JOB_NAME_CHARS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Photos and a name belong to a selection alone."""
        extra = [name for name in ("photos", "name") if name in attrs]
        if attrs["kind"] == JobKind.EVERYTHING and extra:
            raise serializers.ValidationError({name: [_("Only for a selection.")] for name in extra}, "invalid")
        return attrs


@extend_schema_view(
    list=extend_schema(responses={200: ExportSerializer(many=True), **errors(401, 404)}),
    retrieve=extend_schema(parameters=[_UID], responses={200: ExportSerializer, **errors(401, 404)}),
)
class ExportViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Job], OwnerMixin):
    """The signed-in person's ZIPs, newest first."""

    queryset = Job.objects.none()
    serializer_class = ExportSerializer
    pagination_class = PhotoPagination
    parser_classes = (SelectionParser,)
    lookup_field = "uid"
    http_method_names = ["get", "head", "options", "post", "delete"]

    def get_throttles(self) -> list[BaseThrottle]:
        """Asking for another one is limited further."""
        return [*super().get_throttles(), *([ExportThrottle()] if self.action == "create" else [])]

    def get_queryset(self) -> QuerySet[Job]:
        """For the list; everything else comes through `get_object`."""
        if getattr(self, "swagger_fake_view", False):
            return Job.objects.none()
        return selectors.jobs(self.owner)

    def get_object(self) -> Job:
        """The job of the address; what isn't an id is answered as an id of nothing."""
        return self.own_or_404(selectors.job_for, self.kwargs["uid"])

    @extend_schema(
        request=ExportStartSerializer,
        responses={201: ExportSerializer, **errors(400, 401, 403, 413, 415, 429)},
    )
    def create(self, request: Request) -> Response:
        """Ask for a ZIP: of everything, made in the background, or of chosen photos, made while it is fetched."""
        wanted = ExportStartSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        chosen = wanted.validated_data
        if chosen["kind"] == JobKind.EVERYTHING:
            job = export_start(owner=self.owner)
        else:
            job = selection_start(owner=self.owner, photos=chosen.get("photos", []), name=chosen.get("name", ""))
        return Response(ExportSerializer(job).data, status=201)

    @extend_schema(parameters=[_UID], request=None, responses={204: None, **errors(401, 403, 404)})
    def destroy(self, _request: Request, **_kwargs: Any) -> Response:
        """Stop it if it is being made, and remove its file."""
        job_delete(job=self.get_object(), by=self.owner)
        return Response(status=204)

    @extend_schema(
        parameters=[_UID],
        responses={(200, "application/zip"): OpenApiTypes.BINARY, **errors(401, 404)},
    )
    @action(detail=True, content_negotiation_class=AlwaysFirst)
    def file(self, request: Request, **_kwargs: Any) -> HttpResponseBase:
        """The ZIP. That of everything may be fetched in parts (`Range`) and gone on with; a selection starts anew."""
        try:
            return send(request._request, self.get_object())  # noqa: SLF001
        except Http404:
            raise NotFound from None
