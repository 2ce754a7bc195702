"""What a notice says, in the language that is active."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.models import Notice, NoticeKind


def notice_text(notice: Notice) -> str:
    """A sentence or two, without markup. Of a hidden photo its day, and never more."""
    match notice.kind:
        case NoticeKind.HIDDEN:
            text = _("The people who run this site hid your photo of %(day)s. Nobody can see it, you neither.")
        case NoticeKind.DELETED:
            text = _("The people who run this site deleted your photo of %(day)s. Nobody can bring it back.")
        case NoticeKind.RESTORED:
            text = _("Your photo of %(day)s is visible again.")
        case NoticeKind.UPHELD:
            text = _("We looked at your photo of %(day)s once more, as you asked. It stays hidden.")
        case NoticeKind.KEPT:
            text = _("Somebody reported your photo of %(day)s. We looked at it, and it stays as it is.")
        case _other:
            return _of_no_photo(notice)
    return text % {"day": _day(notice)}


def notice_reason(notice: Notice) -> str:
    """Why, in the moderator's own words; empty where there is nothing to say."""
    return _("Reason: %(reason)s") % {"reason": notice.reason} if notice.reason else ""


def _of_no_photo(notice: Notice) -> str:
    when = {"date": date_format(localtime(notice.reported_at), "DATE_FORMAT") if notice.reported_at else "–"}
    match notice.kind:
        case NoticeKind.REPORT_RESOLVED:
            return _("Thank you for your report of %(date)s. We looked at it and did something about it.") % when
        case NoticeKind.REPORT_DISMISSED:
            return _("Thank you for your report of %(date)s. We looked at it and found that the photo may stay.") % when
        case NoticeKind.TRUSTED:
            return _("What you shared can be seen now. From now on, everything that you share is shown at once.")
    text = ngettext(
        "%(count)d photo that you shared was looked at and can be seen now.",
        "%(count)d photos that you shared were looked at and can be seen now.",
        notice.count,
    )
    return text % {"count": notice.count}


def _day(notice: Notice) -> str:
    day = notice.photo.taken_on if notice.photo else notice.taken_on
    return date_format(day, "DATE_FORMAT") if day else "–"
