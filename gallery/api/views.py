"""The REST API: one's own photos, never anybody else's."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from gallery import selectors, serving
from gallery.api.conditional import ChangedMeanwhile, is_seen, not_modified, photo_response, seen_etags
from gallery.api.filters import StrictFilters
from gallery.api.negotiation import AlwaysFirst
from gallery.api.owner import OwnerMixin
from gallery.api.pagination import PhotoPagination
from gallery.api.picture_serializers import AlikeSerializer
from gallery.api.schema import errors
from gallery.api.serializers import PhotoChangeSerializer, PhotoSerializer
from gallery.api.throttles import CardThrottle, PersonThrottle
from gallery.card import DEFAULT_LOOK, LOOKS
from gallery.errors import PhotoChangedError
from gallery.filters import PhotoFilter
from gallery.models import Photo
from gallery.services import photo_favourite_set, photo_make_main, photo_memo_set, photo_restore, photo_trash

_UID = OpenApiParameter("uid", OpenApiTypes.UUID, OpenApiParameter.PATH, description="The photo's `id`.")
_IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The `ETag` of the photo whose memo is changed; `*` for any state.",
)


@extend_schema_view(
    list=extend_schema(responses={200: PhotoSerializer(many=True), **errors(400, 404)}),
)
class PhotoViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Photo], OwnerMixin):
    """The signed-in person's photos, newest first."""

    queryset = Photo.objects.none()
    serializer_class = PhotoSerializer
    pagination_class = PhotoPagination
    filter_backends = (StrictFilters,)
    filterset_class = PhotoFilter
    lookup_field = "uid"
    http_method_names = ["get", "head", "options", "patch", "delete", "post", "put"]

    def get_queryset(self) -> QuerySet[Photo]:
        """For the list; everything else comes through `get_object`."""
        if getattr(self, "swagger_fake_view", False):
            return Photo.objects.none()
        return selectors.photos(self.owner).select_related("folded_behind")

    def get_object(self) -> Photo:
        """The photo of the address, in the trash or not; what isn't an id is answered as an id of nothing."""
        return self.own_or_404(selectors.photo_for, self.kwargs["uid"])

    @extend_schema(parameters=[_UID], responses={200: PhotoSerializer, **errors(404)})
    def retrieve(self, request: Request, **_kwargs: Any) -> Response:
        """One photo, with an `ETag` for the next change of its memo."""
        photo = self.get_object()
        return not_modified(request, photo) or photo_response(photo)

    @extend_schema(
        parameters=[_UID, _IF_MATCH],
        request=PhotoChangeSerializer,
        responses={200: PhotoSerializer, **errors(400, 404, 412, 428)},
    )
    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Set the memo: 200 characters at most, counted after clean-up (docs/api.md). `If-Match` says what was seen."""
        photo = self.get_object()
        change = PhotoChangeSerializer(data=request.data)
        change.is_valid(raise_exception=True)
        if "memo" in change.validated_data:
            seen = seen_etags(request)
            try:
                photo_memo_set(
                    photo=photo, memo=change.validated_data["memo"], still=lambda found: is_seen(found, seen)
                )
            except PhotoChangedError:
                raise ChangedMeanwhile from None
        return photo_response(self.get_object())

    @extend_schema(parameters=[_UID], request=None, responses={204: None, **errors(404)})
    def destroy(self, _request: Request, **_kwargs: Any) -> Response:
        """Put the photo into the trash, for 30 days. One that is there already stays there: 204 again."""
        photo_trash(photo=self.get_object())
        return Response(status=204)

    @extend_schema(parameters=[_UID], request=None, responses={200: PhotoSerializer, **errors(404)})
    @action(detail=True, methods=["post"])
    def restore(self, _request: Request, **_kwargs: Any) -> Response:
        """Take the photo back out of the trash. One that isn't in it is left as it is."""
        return photo_response(photo_restore(photo=self.get_object()))

    @extend_schema(parameters=[_UID], request=None, responses={200: PhotoSerializer, **errors(404)})
    @action(detail=True, methods=["post"], url_path="make-main")
    def make_main(self, _request: Request, **_kwargs: Any) -> Response:
        """Let this alternate stand for its moment. A photo that already does is left as it is."""
        try:
            photo = photo_make_main(photo=self.get_object())
        except Photo.DoesNotExist:
            raise NotFound from None
        return photo_response(photo)

    @extend_schema(parameters=[_UID], responses={200: AlikeSerializer(many=True), **errors(404)})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def duplicates(self, _request: Request, **_kwargs: Any) -> Response:
        """Photos of the album that look the same as this one, the most similar first, twelve at most."""
        return Response(AlikeSerializer(selectors.alike(self.owner, self.get_object()), many=True).data)

    @extend_schema(parameters=[_UID], request=None, responses={200: PhotoSerializer, **errors(404)})
    @action(detail=True, methods=["put"])
    def favourite(self, _request: Request, **_kwargs: Any) -> Response:
        """Give the photo its star. One that has it is left as it is."""
        return photo_response(photo_favourite_set(photo=self.get_object(), favourite=True))

    @extend_schema(parameters=[_UID], request=None, responses={200: PhotoSerializer, **errors(404)})
    @favourite.mapping.delete
    def unfavourite(self, _request: Request, **_kwargs: Any) -> Response:
        """Take the star away. One that has none is left as it is."""
        return photo_response(photo_favourite_set(photo=self.get_object(), favourite=False))

    @extend_schema(
        parameters=[_UID, OpenApiParameter("look", enum=list(LOOKS), default=DEFAULT_LOOK)],
        responses={(200, "image/png"): OpenApiTypes.BINARY, **errors(400, 404)},
    )
    @action(detail=True, content_negotiation_class=AlwaysFirst, throttle_classes=[PersonThrottle, CardThrottle])
    def png(self, request: Request, **_kwargs: Any) -> HttpResponseBase:
        """The card: photo, memo and date, in one of its looks."""
        photo = self.get_object()
        rendition = serving.CARDS.get(request.query_params.get("look", DEFAULT_LOOK))
        if rendition is None:
            raise ValidationError({"look": [_("There is no such look.")]})
        return serving.serve(request._request, photo, rendition)  # noqa: SLF001

    @extend_schema(parameters=[_UID], responses={(200, "image/jpeg"): OpenApiTypes.BINARY, **errors(404)})
    @action(detail=True, content_negotiation_class=AlwaysFirst)
    def photo(self, request: Request, **_kwargs: Any) -> HttpResponseBase:
        """The picture in full size."""
        return serving.serve(request._request, self.get_object(), serving.PHOTO)  # noqa: SLF001

    @extend_schema(parameters=[_UID], responses={(200, "image/jpeg"): OpenApiTypes.BINARY, **errors(404)})
    @action(detail=True, content_negotiation_class=AlwaysFirst)
    def thumbnail(self, request: Request, **_kwargs: Any) -> HttpResponseBase:
        """The picture with its longer side at most 480 pixels."""
        return serving.serve(request._request, self.get_object(), serving.THUMBNAIL)  # noqa: SLF001
