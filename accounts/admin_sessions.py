"""Where people are signed in, and their addresses: allauth's own pages show keys that open sessions, and let whoever
may change an address take over its account.
"""

from typing import Any

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin_records import RecordAdmin, person_link, staff_of
from accounts.rights import above, takes_over

admin.site.unregister([UserSession, EmailAddress])

# allauth leaves the model without words that could be translated; set here, they are in no migration.
_words = UserSession._meta  # noqa: SLF001  Django's documented way to a model's own facts
_words.verbose_name, _words.verbose_name_plural = _("session"), _("sessions")


@admin.register(UserSession)
class SessionAdmin(RecordAdmin[UserSession]):
    """Without their keys."""

    list_display = ("person", "ip", "user_agent", "created_at", "last_seen_at")
    list_display_links = None
    list_select_related = ("user",)
    search_fields = ("user__username", "user__email")
    ordering = ("-id",)
    actions = ("end",)
    fields = ("user", "ip", "user_agent", ("created_at", "last_seen_at"))

    def has_change_permission(self, _request: HttpRequest, _obj: UserSession | None = None) -> bool:
        """Nobody changes where somebody is."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: UserSession | None = None) -> bool:
        """Nobody signs out who may do more than themselves."""
        return super().has_delete_permission(request, obj) and not (obj and above(obj.user, staff_of(request)))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Ending them is the way to delete them."""
        return {name: found for name, found in super().get_actions(request).items() if name != "delete_selected"}

    def delete_model(self, _request: HttpRequest, obj: UserSession) -> None:
        """The row alone would leave the session open."""
        get_adapter().end_sessions([obj])

    @admin.display(description=_("user"), ordering="user__username")
    def person(self, session: UserSession) -> str:
        """Who leads to their page."""
        return person_link(session.user)

    @admin.action(description=_("Sign selected sessions out"), permissions=["delete"])
    def end(self, request: HttpRequest, queryset: QuerySet[UserSession]) -> None:
        """Cameras and programs that use them stop, too."""
        chosen = queryset.select_related("user")
        ended = [session for session in chosen if self.has_delete_permission(request, session)]
        for session in ended:
            get_adapter().end_sessions([session])
        text = ngettext("%(count)d session is signed out.", "%(count)d sessions are signed out.", len(ended))
        self.message_user(request, text % {"count": len(ended)}, messages.SUCCESS if ended else messages.WARNING)


@admin.register(EmailAddress)
class EmailAdmin(EmailAddressAdmin):  # type: ignore[misc]  # allauth has no types
    """To look up; to change for whoever may take an account over."""

    list_select_related = ("user",)

    def get_readonly_fields(self, request: HttpRequest, obj: EmailAddress | None = None) -> list[str]:
        """Whose it is stays; an address for somebody else is another one."""
        return [*super().get_readonly_fields(request, obj), *(["user"] if obj else [])]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As above."""
        return bool(super().has_add_permission(request)) and takes_over(staff_of(request))

    def has_change_permission(self, request: HttpRequest, obj: EmailAddress | None = None) -> bool:
        """An address that counts as verified resets a password: not of whoever may do more."""
        return bool(super().has_change_permission(request, obj)) and _in_reach(obj, request)

    def has_delete_permission(self, request: HttpRequest, obj: EmailAddress | None = None) -> bool:
        """As above."""
        return bool(super().has_delete_permission(request, obj)) and _in_reach(obj, request)

    def save_model(self, request: HttpRequest, obj: EmailAddress, form: "ModelForm[Any]", change: bool) -> None:  # noqa: FBT001  Django's signature
        """Where it is new, the form says whose it is to be."""
        if not _in_reach(obj, request):
            raise PermissionDenied
        super().save_model(request, obj, form, change)

    @admin.action(description=EmailAddressAdmin.make_verified.short_description, permissions=["change"])
    def make_verified(self, request: HttpRequest, queryset: QuerySet[EmailAddress]) -> None:
        """Those that these staff may change."""
        ids = [address.pk for address in queryset.select_related("user") if _in_reach(address, request)]
        super().make_verified(request, queryset.filter(pk__in=ids))


def _in_reach(address: EmailAddress | None, request: HttpRequest) -> bool:
    staff = staff_of(request)
    return takes_over(staff) and (address is None or not above(address.user, staff))
