"""Deleting accounts on somebody's behalf goes the way that everybody's own deletion goes (`accounts.leaving`): Django's
deletes rows at once, and would leave files behind.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin_asking import Answer, ask
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
        answer = ask(self, request, there, leaving(there.count()))
        if not isinstance(answer, Answer):
            return answer
        people = [person for person in answer.rows if not above(person, staff_of(request))]
        for person in people:
            account_leave(user=person, reason=answer.reason)
        count = len(people)
        text = ngettext("%(count)d account is to be deleted.", "%(count)d accounts are to be deleted.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)
        return None

    @admin.action(description=_("Keep selected accounts after all…"), permissions=["delete"])
    def stay(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """The way back, until the days are over; for nobody who may do more."""
        going = queryset.filter(deletion_due_at__isnull=False, deletion_began_at=None)
        answer = ask(self, request, going, staying(going.count()))
        if not isinstance(answer, Answer):
            return answer
        people = [person for person in answer.rows if not above(person, staff_of(request))]
        count = sum(account_keep(user=person, reason=answer.reason) for person in people)
        text = ngettext("%(count)d account is kept.", "%(count)d accounts are kept.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)
        return None
