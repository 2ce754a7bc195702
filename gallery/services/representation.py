"""Photos for those who only show them: as JSON, the same words on the socket and in the REST API, and the newest."""

from typing import Any

from accounts.models import User
from gallery.api.serializers import PhotoSerializer
from gallery.models import EMOTION_LABELS, Photo
from gallery.selectors.photos import album

__all__ = ["EMOTION_LABELS", "photo_json", "photos_newest"]


def photo_json(photo: Photo) -> dict[str, Any]:
    """Exactly what `GET /api/v1/photos/{id}/` answers (docs/api.md), in plain JSON types."""
    return dict(PhotoSerializer(photo).data)


def photos_newest(owner: User, count: int) -> list[Photo]:
    """The first `count` of `owner`'s album, one a moment."""
    return list(album(owner).prefetch_related(None)[:count])
