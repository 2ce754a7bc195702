"""The strip of three or four photos."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from gallery import selectors, serving
from gallery.api.negotiation import AlwaysFirst
from gallery.api.owner import person_of
from gallery.api.schema import errors
from gallery.api.throttles import CardThrottle, PersonThrottle
from gallery.card import STRIP_SIZES
from gallery.models import Photo

_PHOTOS = OpenApiParameter(
    "photo", {"type": "array", "items": {"type": "string", "format": "uuid"}, "minItems": 3, "maxItems": 4},
    required=True, explode=True, description="The photos' `id`s, from above to below.",
)  # fmt: skip


class StripView(APIView):
    """Photos of one's album, one below the other."""

    content_negotiation_class = AlwaysFirst
    throttle_classes = (PersonThrottle, CardThrottle)

    @extend_schema(
        operation_id="strips_png",
        parameters=[_PHOTOS],
        responses={(200, "image/png"): OpenApiTypes.BINARY, **errors(400, 404)},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """A strip of three or four photos, as from a photo booth."""
        try:
            photos = selectors.in_order(person_of(request), _uids(request))
        except Photo.DoesNotExist:
            raise NotFound from None
        return serving.serve_strip(request._request, photos)  # noqa: SLF001


def _uids(request: Request) -> list[UUID]:
    named = request.query_params.getlist("photo")
    if len(named) not in STRIP_SIZES:
        raise ValidationError({"photo": [_("Three or four photos are expected.")]})
    try:
        return [UUID(text) for text in named]
    except ValueError:
        raise ValidationError({"photo": [_("An id of a photo is expected.")]}) from None
