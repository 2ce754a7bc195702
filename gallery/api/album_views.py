"""The REST API of albums. What one holds is a filter of the photos: `photos/?album=…`."""

from typing import Any

from django.db.models import QuerySet
from django_filters import ModelChoiceFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from gallery import selectors
from gallery.api.album_serializers import AlbumChangeSerializer, AlbumCreateSerializer, AlbumSerializer
from gallery.api.filters import StrictFilters
from gallery.api.owner import OwnerMixin
from gallery.api.schema import errors
from gallery.models import Album, Photo
from gallery.services import album_change, album_create, album_delete

_UID = OpenApiParameter("uid", OpenApiTypes.UUID, OpenApiParameter.PATH, description="The album's `id`.")


class AlbumPagination(CursorPagination):
    """100 albums a page by name, which no two of one person share."""

    page_size = 100
    ordering = "name"

    def decode_cursor(self, request: Any) -> Any:
        """Where to go on. Raises NotFound for a cursor that this server never gave."""
        cursor = super().decode_cursor(request)
        if cursor is not None and not str(cursor.position or "x").isprintable():
            raise NotFound(self.invalid_cursor_message)
        return cursor


def _own_photos(request: Any) -> QuerySet[Photo]:
    """None of them while only the API's description is made."""
    return selectors.photos(request.user) if request else Photo.objects.none()


class AlbumOfPhotoFilter(FilterSet):  # type: ignore[misc]
    """Which of the albums a photo was put into."""

    photo = ModelChoiceFilter(
        field_name="photos", queryset=_own_photos, to_field_name="uid", help_text="Only albums that hold this photo."
    )

    class Meta:
        model = Album
        fields: list[str] = []


@extend_schema_view(list=extend_schema(responses={200: AlbumSerializer(many=True), **errors(400, 404)}))
class AlbumViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Album], OwnerMixin):
    """The signed-in person's albums by name: those that they fill and smart ones."""

    queryset = Album.objects.none()
    serializer_class = AlbumSerializer
    pagination_class = AlbumPagination
    filter_backends = (StrictFilters,)
    filterset_class = AlbumOfPhotoFilter
    lookup_field = "uid"
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]

    def get_queryset(self) -> QuerySet[Album]:
        """With covers and counts."""
        if getattr(self, "swagger_fake_view", False):
            return Album.objects.none()
        return selectors.shelf(self.owner)

    def get_object(self) -> Album:
        """The album of the address."""
        return self.own_or_404(selectors.album_for, self.kwargs["uid"])

    @extend_schema(parameters=[_UID], responses={200: AlbumSerializer, **errors(404)})
    def retrieve(self, _request: Request, **_kwargs: Any) -> Response:
        """One album."""
        return self._told(self.get_object())

    @extend_schema(request=AlbumCreateSerializer, responses={201: AlbumSerializer, **errors(400)})
    def create(self, request: Request) -> Response:
        """Make an album; with `smart` one that fills itself by its rules, of which there is at least one."""
        wanted = AlbumCreateSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        rules = wanted.rules() if wanted.validated_data["smart"] else None
        album = album_create(owner=self.owner, name=wanted.validated_data["name"], rules=rules)
        return self._told(album, status=201)

    @extend_schema(
        parameters=[_UID], request=AlbumChangeSerializer, responses={200: AlbumSerializer, **errors(400, 404)}
    )
    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Rename the album or, if it is a smart one, change its rules; what isn't given stays."""
        album = self.get_object()
        wanted = AlbumChangeSerializer(album, data=request.data, partial=True)
        wanted.is_valid(raise_exception=True)
        name = wanted.validated_data.get("name", album.name)
        return self._told(album_change(album=album, name=name, rules=wanted.rules() if album.smart else None))

    @extend_schema(parameters=[_UID], responses={204: None, **errors(404)})
    def destroy(self, _request: Request, **_kwargs: Any) -> Response:
        """Give the album up; its photos stay."""
        album_delete(album=self.get_object())
        return Response(status=204)

    def _told(self, album: Album, status: int = 200) -> Response:
        shown = selectors.shelf(self.owner).get(pk=album.pk)
        return Response(AlbumSerializer(shown).data, status=status)
