"""Pictures of one smile: the first stands for the moment, the others fold behind it."""

from django.db import transaction
from django.db.models import Q

from gallery.models import Photo, Placement
from gallery.services.memos import photo_memo_set


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
    """Let this alternate stand for its moment; the one that did folds behind it and hands over its star, its places in
    albums and, where this one has none, its memo. Returns the photo as it now is.

    Raises Photo.DoesNotExist where the one that did is hidden: nothing of that one may be moved.
    """
    rows = _locked(photo)
    photo = rows[photo.pk]
    if photo.folded_behind_id is None:
        return photo
    main = rows[photo.folded_behind_id]
    if main.hidden_at is not None:
        raise Photo.DoesNotExist
    Photo.objects.filter(folded_behind=main).update(folded_behind=photo)
    photo.favourite, main.favourite = photo.favourite or main.favourite, False
    photo.folded_behind, main.folded_behind = None, photo
    main.save(update_fields=["folded_behind", "favourite"])
    photo.save(update_fields=["folded_behind", "favourite"])
    _hand_over(main, photo)
    return photo


def _locked(photo: Photo) -> dict[int, Photo]:
    """The pictures of this one's moment by id, as they are now; in one order, so that no two wait crosswise."""
    same = Q(pk=photo.pk) if photo.moment is None else Q(owner=photo.owner_id, moment=photo.moment)
    return {each.pk: each for each in Photo.objects.select_for_update().filter(same).order_by("id")}


def _hand_over(main: Photo, photo: Photo) -> None:
    if main.memo and not photo.memo:
        photo_memo_set(photo=photo, memo=main.memo)
        photo_memo_set(photo=main, memo="")
    taken = Placement.objects.filter(photo=photo).values("album")
    Placement.objects.filter(photo=main).exclude(album__in=taken).update(photo=photo, taken_on=photo.taken_on)
