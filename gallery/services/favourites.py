"""The star on a photo."""

from collections.abc import Sequence

from gallery.models import Photo


def photos_favourite_set(*, photos: Sequence[Photo], favourite: bool) -> int:
    """Give the star to photos or take it away, in one statement; how many it changed."""
    others = Photo.objects.filter(pk__in=[photo.pk for photo in photos], favourite=not favourite)
    return others.update(favourite=favourite)


def photo_favourite_set(*, photo: Photo, favourite: bool) -> Photo:
    """The same for one."""
    photos_favourite_set(photos=[photo], favourite=favourite)
    photo.favourite = favourite
    return photo
