"""People in the admin site: look up, ban, see what they agreed to."""

from http import HTTPStatus
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin_asking import Answer, say, settle
from accounts.admin_consents import ConsentAdmin, ConsentInline
from accounts.admin_groups import GroupsAdmin
from accounts.admin_leaving import LeavingAdmin
from accounts.admin_questions import banning, unbanning
from accounts.admin_records import staff_of
from accounts.admin_sessions import EmailAdmin, SessionAdmin
from accounts.admin_trail import AuditEntryAdmin
from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.bans import users_ban, users_unban
from accounts.models import User
from accounts.rights import above, gives_rights, takes_over
from accounts.sessions import sessions_end
from accounts.trust import users_trust_set

__all__ = ["AuditEntryAdmin", "ConsentAdmin", "EmailAdmin", "GroupsAdmin", "SessionAdmin", "UserAdmin"]

# allauth shows secrets here, and keys that this site reads from its environment.
admin.site.unregister([Authenticator, SocialAccount, SocialApp, SocialToken])


@admin.register(User)
class UserAdmin(LeavingAdmin):
    """Django's own, with the ban as an action and the consents below."""

    list_display = ["username", "email", "trust", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "trust", "is_staff", "is_superuser", "date_joined"]
    search_fields = ["username", "email", "first_name", "last_name"]
    ordering = ["-date_joined"]
    inlines = [ConsentInline]
    actions = ["ban", "unban", "trust_them", "distrust_them", "leave", "stay"]
    # The plain lists: the ones with arrows can't be used by everybody.
    filter_horizontal = []

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Without the password's hash for whoever can't set one."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or takes_over(staff_of(request)):
            return sets
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name != "password"]})
            for title, options in sets
        ]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody opens an account again that is being deleted, or takes over one that may do more than theirs."""
        allowed = super().has_change_permission(request, obj) and not (obj and obj.deletion_began_at)
        return allowed and (obj is None or not above(obj, staff_of(request)))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """As above."""
        return super().has_delete_permission(request, obj) and (obj is None or not above(obj, staff_of(request)))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody gives out what they have not: rights are for whoever may change groups, the last one for its own."""
        fixed = [*super().get_readonly_fields(request, obj), "date_joined", "last_login"]
        if not gives_rights(staff_of(request)):
            fixed += ["is_staff", "groups"]
        if obj is not None and not takes_over(staff_of(request)):
            fixed += ["username", "email"]
        if not staff_of(request).is_superuser:
            fixed += ["is_superuser", "user_permissions"]
        return fixed

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002  Django's signature
        """Staff set somebody's password: a form of its own."""
        if not takes_over(staff_of(request)):
            raise PermissionDenied
        response: HttpResponse = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            audit(AuditAction.PASSWORD_CHANGED, about=int(id), request=request)
        return response

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool) -> None:  # noqa: FBT001  Django's signature
        """Whose box “active” is unticked is banned as well."""
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            sessions_end([obj])

    @admin.action(description=_("Ban selected users…"), permissions=["change"])
    def ban(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Signs them out everywhere and keeps them out."""
        open_ones = queryset.filter(is_active=True)

        def done(answer: Answer) -> int:
            return users_ban(users=answer.rows, by=staff_of(request), reason=answer.reason)

        return settle(self, request, open_ones, banning(open_ones.count()), done=done, said=_closed)

    @admin.action(description=_("Let selected users in again…"), permissions=["change"])
    def unban(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """The way back from a ban."""
        closed = queryset.filter(is_active=False)

        def done(answer: Answer) -> int:
            return users_unban(users=answer.rows, by=staff_of(request), reason=answer.reason)

        return settle(self, request, closed, unbanning(closed.count()), done=done, said=_opened)

    @admin.action(description=_("Trust selected users"), permissions=["change"])
    def trust_them(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """What they share need not wait for a review; somebody else says it of one's own."""
        others = queryset.exclude(pk=staff_of(request).pk)
        count = users_trust_set(users=others, trust=User.Trust.TRUSTED, by=staff_of(request))
        say(self, request, count, _trusted)

    @admin.action(description=_("Call selected users new again"), permissions=["change"])
    def distrust_them(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """What they share waits again where the site reviews it."""
        count = users_trust_set(users=queryset, trust=User.Trust.NEW, by=staff_of(request))
        say(self, request, count, _new_again)


def _closed(count: int) -> str:
    return ngettext("%(count)d account is closed.", "%(count)d accounts are closed.", count)


def _opened(count: int) -> str:
    return ngettext("%(count)d account is open again.", "%(count)d accounts are open again.", count)


def _trusted(count: int) -> str:
    return ngettext("%(count)d person is trusted now.", "%(count)d people are trusted now.", count)


def _new_again(count: int) -> str:
    return ngettext("%(count)d person counts as new now.", "%(count)d people count as new now.", count)
