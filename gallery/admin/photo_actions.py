"""What staff do with many photos in one request. Each action asks why, and says afterwards how many there were."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, DELETION
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin_asking import Answer, Question, say, settle
from accounts.admin_records import RecordAdmin, staff_of
from accounts.staff_log import log_add
from gallery.admin.shown import were_shown
from gallery.models import Photo
from gallery.services import cases_of_others, photos_delete, photos_hide, photos_review, photos_unhide


class PhotoActionsAdmin(RecordAdmin[Photo]):
    """The actions above the list of photos."""

    actions = ("hide", "unhide", "review", "delete")

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Photo], *arguments: Any, **named: Any
    ) -> HttpResponse | None:
        """Each of them, with what is chosen: nobody judges in their own case."""
        chosen = queryset.filter(owner=staff_of(request), pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME))
        if chosen.exists():
            text = _("Your own photos are left as they are: somebody else of the staff decides about them.")
            self.message_user(request, text, messages.WARNING)
        return super().response_action(request, cases_of_others(queryset, staff_of(request)), *arguments, **named)

    @admin.action(description=gettext_lazy("Hide selected photos…"), permissions=["change"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Photo]) -> HttpResponse | None:
        """Gone for everyone but staff."""
        behind = Photo.objects.filter(folded_behind__in=queryset.order_by().values("pk"), hidden_at=None)

        def done(answer: Answer) -> int:
            _log(request, answer.rows.filter(hidden_at=None), CHANGE, "Hidden")
            return photos_hide(photos=answer.rows, by=staff_of(request), reason=answer.reason)

        return settle(self, request, queryset, _hiding(queryset.count(), behind.count()), done=done, said=_hidden)

    @admin.action(description=gettext_lazy("Make selected photos visible again…"), permissions=["change"])
    def unhide(self, request: HttpRequest, queryset: QuerySet[Photo]) -> HttpResponse | None:
        """Take the hiding back."""
        hidden = queryset.filter(hidden_at__isnull=False)

        def done(answer: Answer) -> int:
            _log(request, answer.rows, CHANGE, "Made visible again")
            return photos_unhide(photos=answer.rows, by=staff_of(request), reason=answer.reason)

        return settle(self, request, hidden, _unhiding(hidden.count()), done=done, said=_visible)

    @admin.action(description=gettext_lazy("Mark selected photos as reviewed"), permissions=["change"])
    def review(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        """Nothing is wrong with them: links may show them. What the page did not show, or shows otherwise by now, is
        left for another look, though everything was chosen.
        """
        pks, still = were_shown(request)
        waiting = cases_of_others(queryset.filter(reviewed_at=None, hidden_at=None), staff_of(request))
        asked = waiting.count()
        looked_at = [photo for photo in waiting.filter(pk__in=pks) if still(photo)]
        count = photos_review(photos=waiting.filter(pk__in=pks), by=staff_of(request), still=still)
        _log(request, looked_at, CHANGE, "Reviewed")
        say(self, request, count, _reviewed)
        if left := asked - count:
            self.message_user(request, _unseen(left), messages.WARNING)

    @admin.action(description=gettext_lazy("Delete selected photos…"), permissions=["delete"])
    def delete(self, request: HttpRequest, queryset: QuerySet[Photo]) -> HttpResponse | None:
        """With their files, for good."""

        def done(answer: Answer) -> int:
            chosen = list(answer.rows)
            _log(request, chosen, DELETION, "Deleted")
            photos_delete(photos=chosen, reason=answer.reason, hidden_too=True)
            return len(chosen)

        return settle(self, request, queryset, _deleting(queryset.count()), done=done, said=_deleted)


def _hidden(count: int) -> str:
    return ngettext("%(count)d photo is hidden.", "%(count)d photos are hidden.", count)


def _visible(count: int) -> str:
    return ngettext("%(count)d photo is visible again.", "%(count)d photos are visible again.", count)


def _reviewed(count: int) -> str:
    return ngettext("%(count)d photo is reviewed.", "%(count)d photos are reviewed.", count)


def _deleted(count: int) -> str:
    return ngettext("%(count)d photo is deleted.", "%(count)d photos are deleted.", count)


def _hiding(count: int, behind: int) -> Question:
    text = ngettext(
        "%(count)d photo will be gone for everyone but staff, its owner too. The owner is told the reason.",
        "%(count)d photos will be gone for everyone but staff, their owners too. The owners are told the reason.",
        count,
    )
    text %= {"count": count}
    if behind:
        more = ngettext(
            "%(count)d more picture of the same moment stays as it is; links show it once it is marked as reviewed.",
            "%(count)d more pictures of the same moments stay as they are; links show them once they are reviewed.",
            behind,
        )
        text = f"{text} {more % {'count': behind}}"
    return Question("hide", _("Hide photos"), text, _("Hide"))


def _unhiding(count: int) -> Question:
    text = ngettext(
        "%(count)d hidden photo will be visible again, as it was before.",
        "%(count)d hidden photos will be visible again, as they were before.",
        count,
    )
    return Question("unhide", _("Make photos visible again"), text % {"count": count}, _("Make visible"))


def _deleting(count: int) -> Question:
    text = ngettext(
        "%(count)d photo will be deleted with its files. Nobody can bring it back. Its owner reads the reason.",
        "%(count)d photos will be deleted with their files. Nobody can bring them back. Their owners read the reason.",
        count,
    )
    return Question("delete", _("Delete photos"), text % {"count": count}, _("Delete for good"))


def _unseen(count: int) -> str:
    text = ngettext(
        "%(count)d photo was not on the page, or has changed since: look at it first.",
        "%(count)d photos were not on the page, or have changed since: look at them first.",
        count,
    )
    return text % {"count": count}


def _log(request: HttpRequest, photos: Iterable[Photo], flag: int, message: str) -> None:
    log_add(staff_of(request), photos, flag, message)
