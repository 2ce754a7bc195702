"""What an owner does with a photo that is kept: a memo, the trash and back, gone for good."""

from django.db import transaction
from django.utils import timezone

from accounts.preferences import smile_restored, smile_undone
from gallery import files
from gallery.memo import memo_clean
from gallery.models import Photo
from gallery.services.teaching import still_teaches


@transaction.atomic
def photo_memo_set(*, photo: Photo, memo: str) -> Photo:
    """Set the memo, cleaned. Raises ValidationError (`memo`) when it is too long."""
    photo.memo = memo_clean(memo)
    photo.save(update_fields=["memo"])
    return photo


@transaction.atomic
def photo_trash(*, photo: Photo) -> Photo:
    """Put the photo into the trash. One that is there already stays since when it was."""
    moved = Photo.objects.filter(pk=photo.pk, trashed_at=None).update(trashed_at=timezone.now())
    if moved and still_teaches(photo):
        smile_undone(user=photo.owner)
    photo.refresh_from_db(fields=["trashed_at"])
    return photo


@transaction.atomic
def photo_restore(*, photo: Photo) -> Photo:
    """Take the photo back out of the trash. Raises Photo.DoesNotExist when the purge was faster."""
    moved = Photo.objects.filter(pk=photo.pk, trashed_at__isnull=False).update(trashed_at=None)
    if moved and still_teaches(photo):
        smile_restored(user=photo.owner)
    photo.refresh_from_db(fields=["trashed_at"])
    return photo


@transaction.atomic
def photo_delete(*, photo: Photo) -> None:
    """Delete the row, and with its commit the files: never a row without its picture."""
    uid = photo.uid
    Photo.objects.filter(pk=photo.pk).delete()
    transaction.on_commit(lambda: files.remove(uid))
