"""What an owner does with a photo that is kept: a memo, the trash and back, gone for good."""

from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.preferences import smile_restored, smile_undone
from gallery import files
from gallery.errors import PhotoChangedError
from gallery.memo import memo_clean
from gallery.models import Photo
from gallery.services.teaching import still_teaches


@transaction.atomic
def photo_memo_set(*, photo: Photo, memo: str, still: Callable[[Photo], bool] | None = None) -> Photo:
    """Set the memo, cleaned. Raises ValidationError (`memo`) when it is too long.

    `still` is asked about the photo as it is now, with nobody else writing; raises PhotoChangedError where it says no.
    """
    if still is not None and not still(Photo.objects.select_for_update().get(pk=photo.pk)):
        raise PhotoChangedError
    photo.memo = memo_clean(memo)
    photo.save(update_fields=["memo"])
    return photo


@transaction.atomic
def photo_trash(*, photo: Photo) -> Photo:
    """Put the photo into the trash, its alternates with it. One that is there already stays since when it was."""
    with_alternates = Photo.objects.filter(Q(pk=photo.pk) | Q(folded_behind=photo.pk))
    moved = Photo.objects.filter(pk=photo.pk, trashed_at=None).exists()
    if moved:
        with_alternates.filter(trashed_at=None).update(trashed_at=timezone.now())
        if still_teaches(photo):
            smile_undone(user=photo.owner)
    photo.refresh_from_db(fields=["trashed_at"])
    return photo


@transaction.atomic
def photo_restore(*, photo: Photo) -> Photo:
    """Take the photo back out of the trash, and the alternates that went with it. Raises Photo.DoesNotExist when the
    purge was faster. An alternate whose photo stays in the trash stands for itself from now on.
    """
    photo.refresh_from_db(fields=["trashed_at", "folded_behind"])
    if photo.trashed_at is None:
        return photo
    Photo.objects.filter(Q(pk=photo.pk) | Q(folded_behind=photo.pk), trashed_at=photo.trashed_at).update(
        trashed_at=None
    )
    if photo.folded_behind and photo.folded_behind.trashed_at:
        Photo.objects.filter(pk=photo.pk).update(folded_behind=None, moment=None)
    if still_teaches(photo):
        smile_restored(user=photo.owner)
    photo.refresh_from_db(fields=["trashed_at", "folded_behind", "moment"])
    return photo


@transaction.atomic
def photo_delete(*, photo: Photo) -> None:
    """Delete the row, and with its commit the files: never a row without its picture. Alternates that lie in the trash
    with it go too; any other stands for itself from now on.
    """
    gone = [photo, *(photo.behind if photo.trashed_at else [])]
    for each in gone:
        transaction.on_commit(partial(files.remove, each.uid))
    Photo.objects.filter(pk__in=[each.pk for each in gone]).delete()
