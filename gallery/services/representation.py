"""A photo as JSON, the same words on the socket and in the REST API."""

from typing import Any

from gallery.api.serializers import PhotoSerializer
from gallery.models import EMOTION_LABELS, Photo

__all__ = ["EMOTION_LABELS", "photo_json"]


def photo_json(photo: Photo) -> dict[str, Any]:
    """Exactly what `GET /api/v1/photos/{id}/` answers (docs/api.md), in plain JSON types."""
    return dict(PhotoSerializer(photo).data)
