"""Staff look at what new people share before others can see it, and come to trust who shared what is fine."""

from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.audit import audit_each
from accounts.audit_actions import AuditAction
from accounts.models import User
from accounts.trust import users_trust_set
from gallery.batches import batches
from gallery.models import Notice, NoticeKind, Photo
from gallery.services.impartial import cases_of_others
from gallery.services.notices import notices_give


@transaction.atomic
def photos_review(
    *, photos: QuerySet[Photo], by: User | None = None, still: Callable[[Photo], bool] | None = None
) -> int:
    """Staff have looked at `photos`, and found nothing wrong: links may show them. Says how many were not reviewed.

    `still` is asked about each as it is now, with nobody else writing: one that it says no to is left out. Whose fifth
    it is (`TRUSTED_AFTER`) is trusted from now on. Owners are told where anything waited for it.
    """
    fresh = Photo.objects.filter(pk__in=photos.order_by().values("pk"), reviewed_at=None, hidden_at=None)
    locked = cases_of_others(fresh, by).select_for_update().only("uid", "owner", "memo")
    found = [photo for photo in locked if still is None or still(photo)]
    for some in batches(found):
        Photo.objects.filter(pk__in=[photo.pk for photo in some]).update(reviewed_at=timezone.now())
    audit_each(AuditAction.PHOTO_REVIEWED, found, by=by)
    if settings.SHARES_WAIT_FOR_REVIEW:
        _tell(Counter(photo.owner_id for photo in found))
    return len(found)


def _tell(counts: Counter[int]) -> None:
    new = set(User.objects.filter(pk__in=counts, trust=User.Trust.NEW).values_list("pk", flat=True))
    trusted = _enough(new)
    users_trust_set(users=User.objects.filter(pk__in=trusted), trust=User.Trust.TRUSTED)
    notices_give(
        Notice(user_id=pk, kind=NoticeKind.TRUSTED if pk in trusted else NoticeKind.REVIEWED, count=counts[pk])
        for pk in sorted(new)
    )


def _enough(people: set[int]) -> set[int]:
    """Who has so many reviewed photos that the rest need not wait."""
    if not settings.TRUSTED_AFTER:
        return set()
    fine = Count("photos", filter=Q(photos__reviewed_at__isnull=False, photos__hidden_at=None))
    found = User.objects.filter(pk__in=people).annotate(fine=fine).filter(fine__gte=settings.TRUSTED_AFTER)
    return set(found.values_list("pk", flat=True))
