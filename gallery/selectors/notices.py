"""Reading what one was told, and what one reported."""

from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from accounts.models import User
from gallery.models import Notice, NoticeKind, Report

NOTICES_SHOWN: Final = 100

_OPEN_TO_APPEAL: Final = Q(kind=NoticeKind.HIDDEN, appeal=None, photo__hidden_at=F("created_at"))


def notices(user: User) -> QuerySet[Notice]:
    """What `user` was told, the newest first; each knows as `appealable` whether an appeal to it is open."""
    told = Notice.objects.filter(user=user).annotate(appealable=_OPEN_TO_APPEAL).select_related("photo", "appeal")
    return told.order_by("-id")


def notice_for(user: User, uid: UUID) -> Notice:
    """One of them. Raises Notice.DoesNotExist."""
    return notices(user).get(uid=uid)


def reports(user: User) -> QuerySet[Report]:
    """What `user` reported, the newest first."""
    return Report.objects.filter(reporter=user).order_by("-id")
