"""A memo on its way into the rows: as it is shown, as it is searched, and its pieces."""

from collections.abc import Callable

from django.db import transaction

from gallery.errors import PhotoChangedError
from gallery.memo import memo_clean
from gallery.memo_search import folded, grams
from gallery.models import MemoGram, Photo


@transaction.atomic
def photo_memo_set(*, photo: Photo, memo: str, still: Callable[[Photo], bool] | None = None) -> Photo:
    """Set the memo, cleaned. Raises ValidationError (`memo`) when it is too long, and Photo.DoesNotExist when somebody
    was faster who deleted the photo.

    `still` is asked about the photo as it is now, with nobody else writing; raises PhotoChangedError where it says no.
    """
    now = Photo.objects.select_for_update().get(pk=photo.pk)
    if still is not None and not still(now):
        raise PhotoChangedError
    photo.memo = memo_clean(memo)
    photo.memo_folded = folded(photo.memo)
    # Links may show memos, too: staff have not looked at this one.
    photo.reviewed_at = now.reviewed_at if photo.memo == now.memo else None
    photo.save(update_fields=["memo", "memo_folded", "reviewed_at"])
    MemoGram.objects.filter(photo=photo).delete()
    MemoGram.objects.bulk_create(
        MemoGram(owner_id=photo.owner_id, gram=gram, taken_on=photo.taken_on, photo=photo)
        for gram in grams(photo.memo_folded)
    )
    return photo
