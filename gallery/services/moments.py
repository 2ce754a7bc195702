"""Pictures of one smile: the first stands for the moment, the others fold behind it."""

from django.db import transaction

from gallery.models import Photo


def fold(photo: Photo, *, alternate: bool) -> None:
    """Say where a new photo of a moment belongs, before it is saved. It lies where the rest lies, album or trash.

    An alternate whose photo never came stands for the moment itself.
    """
    first = Photo.objects.filter(owner=photo.owner, moment=photo.moment, folded_behind=None).order_by("id").first()
    if photo.moment is None or first is None:
        return
    photo.trashed_at = first.trashed_at
    if alternate:
        photo.folded_behind = first


def gather(photo: Photo) -> None:
    """After a moment's photo was saved: whichever alternates came before it fold behind it."""
    if photo.moment is not None and photo.folded_behind is None:
        same = Photo.objects.filter(owner=photo.owner, moment=photo.moment)
        same.exclude(pk=photo.pk).update(folded_behind=photo)


@transaction.atomic
def photo_make_main(*, photo: Photo) -> Photo:
    """Let this alternate stand for its moment; the one that did folds behind it. An empty memo takes the other's."""
    main = photo.folded_behind
    if main is None:
        return photo
    Photo.objects.filter(folded_behind=main).update(folded_behind=photo)
    if main.memo and not photo.memo:
        photo.memo, main.memo = main.memo, ""
    photo.folded_behind, main.folded_behind = None, photo
    main.save(update_fields=["folded_behind", "memo"])
    photo.save(update_fields=["folded_behind", "memo"])
    return photo
