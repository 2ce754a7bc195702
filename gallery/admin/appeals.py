"""The queue of appeals: an owner asks staff to look once more."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin_asking import Answer, Question, settle
from accounts.admin_records import RecordAdmin, person_link, staff_of
from accounts.staff_log import log_add
from gallery.admin.pictures import VeiledMedia, veiled
from gallery.admin.report_filters import AppealQueueFilter
from gallery.models import Appeal, AppealState
from gallery.services import appeals_grant, appeals_uphold, cases_of_others


@admin.register(Appeal)
class AppealAdmin(RecordAdmin[Appeal]):
    """Nothing of it is changed; it is answered."""

    list_display = ("created_at", "owner", "why", "words", "state", "decided_by")
    list_filter = (AppealQueueFilter, "created_at")
    list_select_related = ("notice__photo__owner", "decided_by")
    search_fields = ("uid", "text", "notice__photo__uid", "notice__photo__owner__username")
    ordering = ("id",)
    actions = ("grant", "uphold")
    fields = (("uid", "created_at", "owner"), "picture", "why", "text", ("state", "decided_at", "decided_by"))

    class Media(VeiledMedia):
        """For the picture."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        """Somebody else answers one's own."""
        return cases_of_others(super().get_queryset(request), staff_of(request), owner="notice__user")

    def has_delete_permission(self, _request: HttpRequest, _obj: Appeal | None = None) -> bool:
        """It goes with the photo."""
        return False

    def has_grant_permission(self, request: HttpRequest) -> bool:
        """Who may answer appeals and bring photos back."""
        return self.has_change_permission(request) and request.user.has_perm("gallery.change_photo")

    def change_view(self, request: HttpRequest, object_id: str, *arguments: Any, **named: Any) -> HttpResponse:
        """With the list's actions as buttons."""
        nothing = {"show_save": False, "show_save_and_continue": False, "show_close": True}
        named["extra_context"] = nothing | {"appeal_actions": set(self.get_actions(request))}
        return super().change_view(request, object_id, *arguments, **named)

    @admin.display(description=gettext_lazy("owner"), ordering="notice__photo__owner__username")
    def owner(self, appeal: Appeal) -> str:
        """Who asks."""
        return person_link(_photo(appeal).owner)

    @admin.display(description=gettext_lazy("reason for hiding"))
    def why(self, appeal: Appeal) -> str:
        """As the owner read it."""
        return appeal.notice.reason

    @admin.display(description=gettext_lazy("text"))
    def words(self, appeal: Appeal) -> str:
        """How it begins."""
        return truncatechars(appeal.text, 80)

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, appeal: Appeal) -> str:
        """Blurred, until somebody clicks on it."""
        return veiled(_photo(appeal))

    @admin.action(description=gettext_lazy("Make the photos of selected appeals visible again…"), permissions=["grant"])
    def grant(self, request: HttpRequest, queryset: QuerySet[Appeal]) -> HttpResponse | None:
        """The photos come back."""
        return self._decide(request, queryset, _granting, appeals_grant, logged="Made visible again", said=_visible)

    @admin.action(description=gettext_lazy("Leave the photos of selected appeals hidden…"), permissions=["change"])
    def uphold(self, request: HttpRequest, queryset: QuerySet[Appeal]) -> HttpResponse | None:
        """The photos stay hidden."""
        return self._decide(request, queryset, _upholding, appeals_uphold, logged="Stays hidden", said=_hidden)

    def _decide(
        self,
        request: HttpRequest,
        appeals: QuerySet[Appeal],
        question: Callable[[int], Question],
        decide: Callable[..., int],
        *,
        logged: str,
        said: Callable[[int], str],
    ) -> HttpResponse | None:
        waiting = appeals.filter(state=AppealState.OPEN)

        def decided(answer: Answer) -> int:
            log_add(staff_of(request), answer.rows, CHANGE, logged)
            return decide(appeals=answer.rows, by=staff_of(request), reason=answer.reason)

        return settle(self, request, waiting, question(waiting.count()), done=decided, said=said)


def _photo(appeal: Appeal) -> Any:
    """A notice of a hiding has its photo: the database sees to it."""
    return appeal.notice.photo


def _visible(count: int) -> str:
    return ngettext("%(count)d photo is visible again.", "%(count)d photos are visible again.", count)


def _hidden(count: int) -> str:
    return ngettext("%(count)d photo stays hidden.", "%(count)d photos stay hidden.", count)


def _granting(count: int) -> Question:
    text = ngettext(
        "%(count)d hidden photo will be visible again, as it was before.",
        "%(count)d hidden photos will be visible again, as they were before.",
        count,
    )
    return Question("grant", _("Make photos visible again"), text % {"count": count}, _("Make visible"))


def _upholding(count: int) -> Question:
    text = ngettext(
        "%(count)d photo stays hidden. Its owner is told the reason.",
        "%(count)d photos stay hidden. Their owners are told the reason.",
        count,
    )
    return Question("uphold", _("Leave photos hidden"), text % {"count": count}, _("Leave hidden"))
