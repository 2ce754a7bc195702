"""Staff hide photos, with a reason, and bring them back. A hidden photo is gone for everyone, its owner too."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from gallery.models import REASON_CHARS, Photo


@transaction.atomic
def photos_hide(*, photos: QuerySet[Photo], by: User, reason: str) -> int:
    """Hide those of `photos` that are visible, in one statement, and say how many they were.

    Raises ValidationError (`reason`) without a reason or with one of more than 500 characters.
    """
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise ValidationError({"reason": ValidationError(_("Say why the photo is hidden."), "required")})
    if len(reason) > REASON_CHARS:
        raise ValidationError({"reason": ValidationError(_("The reason is too long."), "too_long")})
    visible = Photo.objects.filter(pk__in=photos.order_by().values("pk"), hidden_at=None)
    return visible.update(hidden_at=timezone.now(), hidden_reason=reason, hidden_by=by)


@transaction.atomic
def photos_unhide(*, photos: QuerySet[Photo]) -> int:
    """Make `photos` visible again, in one statement, and say how many were hidden."""
    hidden = Photo.objects.filter(pk__in=photos.order_by().values("pk"), hidden_at__isnull=False)
    return hidden.update(hidden_at=None, hidden_reason="", hidden_by=None)


def photo_hide(*, photo: Photo, by: User, reason: str) -> Photo:
    """Hide one photo. Raises ValidationError as `photos_hide` does."""
    photos_hide(photos=Photo.objects.filter(pk=photo.pk), by=by, reason=reason)
    photo.refresh_from_db()
    return photo


def photo_unhide(*, photo: Photo) -> Photo:
    """Make one photo visible again."""
    photos_unhide(photos=Photo.objects.filter(pk=photo.pk))
    photo.refresh_from_db()
    return photo
