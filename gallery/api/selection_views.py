"""Many photos at once."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from gallery import selectors
from gallery.api.album_serializers import SelectionDoneSerializer, SelectionSerializer
from gallery.api.exports import SelectionParser
from gallery.api.owner import OwnerMixin
from gallery.api.schema import errors
from gallery.services import selection_apply


class SelectionView(OwnerMixin):
    """One request for up to 5,000 photos."""

    parser_classes = (SelectionParser,)

    @extend_schema(request=SelectionSerializer, responses={200: SelectionDoneSerializer, **errors(400, 404)})
    def post(self, request: Request) -> Response:
        """Trash, restore, give or take the star, put into an album or take out. What is no photo of yours is named in
        `missing` and changes nothing.
        """
        wanted = SelectionSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values = wanted.validated_data
        album = self.own_or_404(selectors.album_for, values["album"]) if values.get("album") else None
        photos = selectors.chosen(self.owner, set(values["photos"]))
        changed = selection_apply(action=values["action"], photos=photos, album=album)
        missing = sorted(set(values["photos"]) - {photo.uid for photo in photos})
        return Response(SelectionDoneSerializer({"changed": changed, "missing": missing}).data)
