"""Deleting accounts on somebody's behalf goes the way that everybody's own deletion goes (`accounts.leaving`): Django's
deletes rows at once, and would leave files behind.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin_asking import Answer, settle
from accounts.admin_questions import leaving, staying
from accounts.admin_records import staff_of
from accounts.leaving import account_keep, account_leave
from accounts.models import User
from accounts.rights import above


class LeavingAdmin(UserAdmin):  # type: ignore[type-arg]  # Django's own class takes no brackets
    """The two actions, and no other way."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without Django's own deletion."""
        return {name: found for name, found in super().get_actions(request).items() if name != "delete_selected"}

    def delete_view(self, *_arguments: Any, **_named: Any) -> HttpResponse:
        """There is one way, which asks why: the action."""
        raise PermissionDenied

    def change_view(self, request: HttpRequest, object_id: str, *arguments: Any, **named: Any) -> HttpResponse:
        """Without the button for it."""
        named["extra_context"] = {**(named.get("extra_context") or {}), "show_delete": False}
        return super().change_view(request, object_id, *arguments, **named)

    @admin.action(description=_("Delete selected accounts in seven days…"), permissions=["delete"])
    def leave(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """As if the person had asked for it; nobody's own, and nobody's who may do more."""
        there = queryset.filter(deletion_due_at=None).exclude(pk=staff_of(request).pk)

        def done(answer: Answer) -> int:
            people = _in_reach(answer, request)
            for person in people:
                account_leave(user=person, reason=answer.reason)
            return len(people)

        return settle(self, request, there, leaving(there.count()), done=done, said=_to_go)

    @admin.action(description=_("Keep selected accounts after all…"), permissions=["delete"])
    def stay(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """The way back, until the days are over; for nobody who may do more."""
        going = queryset.filter(deletion_due_at__isnull=False, deletion_began_at=None)

        def done(answer: Answer) -> int:
            return sum(account_keep(user=person, reason=answer.reason) for person in _in_reach(answer, request))

        return settle(self, request, going, staying(going.count()), done=done, said=_kept)


def _in_reach(answer: Answer, request: HttpRequest) -> list[User]:
    return [person for person in answer.rows if not above(person, staff_of(request))]


def _to_go(count: int) -> str:
    return ngettext("%(count)d account is to be deleted.", "%(count)d accounts are to be deleted.", count)


def _kept(count: int) -> str:
    return ngettext("%(count)d account is kept.", "%(count)d accounts are kept.", count)
