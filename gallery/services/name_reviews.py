"""Staff look at the names of albums that new people share, before others can read them."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.audit import audit_each
from accounts.audit_actions import AuditAction
from accounts.models import User
from gallery.models import Album
from gallery.services.impartial import cases_of_others


@transaction.atomic
def names_review(
    *, albums: QuerySet[Album], by: User | None = None, still: Callable[[Album], bool] | None = None
) -> int:
    """Staff have looked at the names of `albums`, and found nothing wrong: links may say them. Says how many were not
    reviewed.

    `still` is asked about each as it is now, with nobody else writing: one that it says no to is left out.
    """
    fresh = Album.objects.filter(pk__in=albums.order_by().values("pk")).exclude(reviewed_name=F("name"))
    locked = cases_of_others(fresh, by).select_for_update().only("uid", "owner", "name")
    found = [album for album in locked if still is None or still(album)]
    Album.objects.filter(pk__in=[album.pk for album in found]).update(reviewed_name=F("name"))
    return audit_each(AuditAction.NAME_REVIEWED, found, by=by)
