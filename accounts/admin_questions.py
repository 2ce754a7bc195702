"""What staff are asked before they close accounts or open them again."""

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
