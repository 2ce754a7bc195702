"""News for people: given in the transaction of what happened, read on their page, sent by mail soon after."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from gallery.models import Notice, NoticeKind

NOTICE_KEPT: Final = timedelta(days=365)
MAIL_TRIED: Final = timedelta(days=3)
_BATCH: Final = 500


@transaction.atomic
def notices_give(notices: Iterable[Notice]) -> None:
    """Tell people, with a mail to follow where there is an address."""
    given = list(notices)
    if not given:
        return
    people = {notice.user_id for notice in given if notice.user_id is not None}
    reachable = set(User.objects.filter(pk__in=people).exclude(email="").values_list("pk", flat=True))
    for notice in given:
        if notice.email or notice.user_id in reachable:
            notice.mail_due_at = timezone.now()
    Notice.objects.bulk_create(given, batch_size=_BATCH)
    notices_count(people)


@transaction.atomic
def notices_read(*, user: User) -> None:
    """The person has seen them all."""
    Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())
    User.objects.filter(pk=user.pk).update(unread_notices=0)


def notices_trim() -> int:
    """Forget notices that are over a year old, but none of a photo that is still hidden; how many. A mail that could
    not be sent for three days is news no more.
    """
    now = timezone.now()
    unsent = Notice.objects.filter(mail_due_at__isnull=False, created_at__lt=now - MAIL_TRIED)
    unsent.filter(user=None).delete()
    unsent.update(mail_due_at=None)
    old = Notice.objects.filter(created_at__lt=now - NOTICE_KEPT)
    _all, kinds = old.exclude(_of_a_hiding_in_force()).delete()
    return kinds.get("gallery.Notice", 0)


def notices_count(people: set[int]) -> None:
    """How many these people have not read: counted anew, so that no slip lasts."""
    unread = Notice.objects.filter(user=OuterRef("pk"), read_at=None).order_by().values("user")
    found = Subquery(unread.annotate(count=Count("pk")).values("count"))
    User.objects.filter(pk__in=people).update(unread_notices=Coalesce(found, 0))


def _of_a_hiding_in_force() -> Q:
    return Q(kind=NoticeKind.HIDDEN, photo__hidden_at=F("created_at"))
