"""What staff are asked before they close accounts, open them again or have them deleted."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.admin_asking import Question


def banning(count: int) -> Question:
    """Why they are kept out."""
    text = ngettext(
        "%(count)d person will be signed out everywhere and kept out. Their links lead nowhere meanwhile.",
        "%(count)d people will be signed out everywhere and kept out. Their links lead nowhere meanwhile.",
        count,
    )
    return Question("ban", _("Ban users"), text % {"count": count}, _("Ban"))


def unbanning(count: int) -> Question:
    """Why they are let in again."""
    text = ngettext(
        "%(count)d person may sign in again.",
        "%(count)d people may sign in again.",
        count,
    )
    return Question("unban", _("Let users in again"), text % {"count": count}, _("Let in"))


def leaving(count: int) -> Question:
    """Why they are deleted."""
    text = ngettext(
        "%(count)d account will be deleted in seven days, with everything in it. Its person is signed out now, "
        "and can sign in to keep it until then.",
        "%(count)d accounts will be deleted in seven days, with everything in them. Their people are signed out now, "
        "and can sign in to keep them until then.",
        count,
    )
    return Question("leave", _("Delete accounts"), text % {"count": count}, _("Delete in seven days"))


def staying(count: int) -> Question:
    """Why they are kept."""
    text = ngettext(
        "%(count)d account that was to be deleted will be kept.",
        "%(count)d accounts that were to be deleted will be kept.",
        count,
    )
    return Question("stay", _("Keep accounts"), text % {"count": count}, _("Keep"))
