"""Which photos teach their owner's camera, if it learns at all: what the camera took by itself a moment ago."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from gallery.models import Photo, Source

SOON: Final = timedelta(minutes=10)
"""Thrown away within this time, a photo was no happy moment; later, somebody tidies up."""


def teaches(photo: Photo) -> bool:
    """Whether keeping it says something about its owner's smile."""
    return photo.source == Source.CAMERA and not photo.manual and photo.folded_behind_id is None


def still_teaches(photo: Photo) -> bool:
    """Whether undoing or restoring it now does."""
    return teaches(photo) and abs(timezone.now() - photo.created_at) <= SOON
