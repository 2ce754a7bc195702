"""The REST API of shared links."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error

from gallery import selectors
from gallery.api.negotiation import AlwaysFirst
from gallery.api.owner import OwnerMixin
from gallery.api.pagination import PhotoPagination
from gallery.api.schema import errors
from gallery.api.share_serializers import ShareSerializer, ShareStartSerializer
from gallery.models import Album, Photo, Share
from gallery.qr import qr_png
from gallery.services import share_create, share_revoke

_UID = OpenApiParameter("uid", OpenApiTypes.UUID, OpenApiParameter.PATH, description="The link's `id`.")


@extend_schema_view(
    list=extend_schema(responses={200: ShareSerializer(many=True), **errors(404)}),
    retrieve=extend_schema(parameters=[_UID], responses={200: ShareSerializer, **errors(404)}),
)
class ShareViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Share], OwnerMixin):
    """The signed-in person's links, newest first, without those that were revoked."""

    queryset = Share.objects.none()
    serializer_class = ShareSerializer
    pagination_class = PhotoPagination
    lookup_field = "uid"
    http_method_names = ["get", "head", "options", "post", "delete"]

    def get_queryset(self) -> QuerySet[Share]:
        """For the list; everything else comes through `get_object`."""
        if getattr(self, "swagger_fake_view", False):
            return Share.objects.none()
        return selectors.shares(self.owner)

    def get_object(self) -> Share:
        """The link of the address; what isn't an id is answered as an id of nothing."""
        return self.own_or_404(selectors.share_for, self.kwargs["uid"])

    @extend_schema(request=ShareStartSerializer, responses={201: ShareSerializer, **errors(400)})
    def create(self, request: Request) -> Response:
        """Make a link to a photo or to an album. To change one later, revoke it and make another."""
        wanted = ShareStartSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values = dict(wanted.validated_data)
        values |= {"photo": self._photo(values.get("photo")), "album": self._album(values.get("album"))}
        try:
            made = share_create(owner=self.owner, **values)
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error
        share = selectors.share_for(self.owner, made.uid)
        return Response(ShareSerializer(share, context={"request": request}).data, status=201)

    @extend_schema(parameters=[_UID], request=None, responses={204: None, **errors(404)})
    def destroy(self, _request: Request, **_kwargs: Any) -> Response:
        """Revoke the link: from now on it leads nowhere, for good."""
        share_revoke(share=self.get_object())
        return Response(status=204)

    @extend_schema(parameters=[_UID], responses={(200, "image/png"): OpenApiTypes.BINARY, **errors(404)})
    @action(detail=True, content_negotiation_class=AlwaysFirst)
    def qr(self, request: Request, **_kwargs: Any) -> HttpResponse:
        """The link as a QR code."""
        address = request.build_absolute_uri(reverse("shared", args=[self.get_object().token]))
        return HttpResponse(qr_png(address), content_type="image/png", headers={"Cache-Control": "private, no-cache"})

    def _photo(self, uid: UUID | None) -> Photo | None:
        try:
            return selectors.photo_for(self.owner, uid) if uid else None
        except Photo.DoesNotExist:
            raise serializers.ValidationError({"photo": [_("You have no such photo.")]}, "unknown") from None

    def _album(self, uid: UUID | None) -> Album | None:
        try:
            return selectors.album_for(self.owner, uid) if uid else None
        except Album.DoesNotExist:
            raise serializers.ValidationError({"album": [_("You have no such album.")]}, "unknown") from None
