"""An owner appeals against a hiding, once; staff look again."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import audit, audit_each
from accounts.audit_actions import AuditAction
from accounts.models import User
from gallery.models import Appeal, AppealState, Notice, NoticeKind, Photo
from gallery.services.impartial import cases_of_others
from gallery.services.moderation import photos_unhide
from gallery.services.notices import notices_give


def appeal_create(*, notice: Notice, text: str) -> Appeal:
    """Ask staff to look once more at the hiding that `notice` told of.

    Raises ValidationError: `text` for none or a long one, `notice` for a hiding that is over or was appealed against.
    """
    appeal = Appeal(notice=notice, text=text.replace("\x00", "").replace("\r\n", "\n").strip())
    appeal.clean_fields(exclude=["notice"])
    try:
        return _saved(appeal)
    except IntegrityError:
        raise _refused(_("You have appealed already. You can do so once for each hiding.")) from None


@transaction.atomic
def appeals_uphold(*, appeals: QuerySet[Appeal], by: User, reason: str = "") -> int:
    """The photos stay hidden; how many appeals that were. Their owners read `reason`, or that of the hiding again.

    An appeal whose photo came back meanwhile can't be refused any more.
    """
    others = cases_of_others(appeals, by, owner="notice__user")
    _locked(Photo.objects.filter(notices__appeal__in=others.values("pk")))
    waiting = _of_hidden(others).select_related("notice").order_by("pk")
    decided = list(waiting.select_for_update(of=("self",)))
    Appeal.objects.filter(pk__in=[appeal.pk for appeal in decided]).update(
        state=AppealState.UPHELD, decided_at=timezone.now(), decided_by=by
    )
    for appeal in decided:
        audit(AuditAction.APPEAL_UPHELD, by=by, about=appeal.notice.user_id, thing=appeal, reason=reason)
    notices_give(
        Notice(user_id=told.user_id, photo_id=told.photo_id, kind=NoticeKind.UPHELD, reason=reason or told.reason)
        for told in (appeal.notice for appeal in decided)
    )
    return len(decided)


@transaction.atomic
def appeals_grant(*, appeals: QuerySet[Appeal], by: User, reason: str = "") -> int:
    """The photos come back, where they have not already; how many appeals that settled."""
    others = cases_of_others(appeals, by, owner="notice__user")
    waiting = list(others.filter(state=AppealState.OPEN).values_list("pk", "notice__photo"))
    photos_unhide(photos=Photo.objects.filter(pk__in=[photo for _pk, photo in waiting]), by=by, reason=reason)
    moot = Appeal.objects.filter(pk__in=[pk for pk, _photo in waiting], state=AppealState.OPEN)
    audit_each(AuditAction.APPEAL_GRANTED, moot.select_related("notice"), by=by, reason=reason)
    moot.update(state=AppealState.RESTORED, decided_at=timezone.now(), decided_by=by)
    return len(waiting)


def _of_hidden(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """Those that wait, to a hiding that is in force."""
    return appeals.filter(state=AppealState.OPEN, notice__photo__hidden_at=F("notice__created_at"))


def _locked(photos: QuerySet[Photo]) -> None:
    """Nobody hides these or brings them back before we are done: photos first, as everywhere."""
    list(Photo.objects.filter(pk__in=photos.values("pk")).order_by("pk").select_for_update().values_list("pk"))


@transaction.atomic
def _saved(appeal: Appeal) -> Appeal:
    hidden = Notice.objects.filter(pk=appeal.notice_id, kind=NoticeKind.HIDDEN, photo__hidden_at=F("created_at"))
    _locked(Photo.objects.filter(notices=appeal.notice_id))
    if not hidden.exists():
        raise _refused(_("This photo is not hidden any more."))
    appeal.save()
    audit(AuditAction.APPEAL_MADE, about=appeal.notice.user_id, by=appeal.notice.user, thing=appeal)
    return appeal


def _refused(message: str) -> ValidationError:
    return ValidationError({"notice": ValidationError(message, "refused")})
