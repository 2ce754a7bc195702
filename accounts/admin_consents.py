"""What people agreed to, and when: a record, which nobody but the person changes."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin_records import RecordAdmin, person_link
from accounts.models import Consent, User


class ConsentInline(admin.StackedInline):  # type: ignore[type-arg]  # Django's own class takes no brackets
    """One person's, on their page."""

    model = Consent
    extra = 0
    can_delete = False
    fields = (("purpose", "text_version"), ("given_at", "revoked_at"))
    readonly_fields = ("purpose", "text_version", "given_at", "revoked_at")

    def has_add_permission(self, _request: HttpRequest, _obj: User | None = None) -> bool:
        """Nobody agrees for somebody else."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: User | None = None) -> bool:
        """It is a record."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever may see the person may see it."""
        return request.user.has_perm("accounts.view_user") or super().has_view_permission(request, obj)


@admin.register(Consent)
class ConsentAdmin(RecordAdmin[Consent]):
    """Everybody's, by purpose and by day."""

    list_display = ("person", "purpose", "text_version", "given_at", "revoked_at")
    list_display_links = None
    list_filter = ("purpose", "text_version", ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    date_hierarchy = "given_at"
    search_fields = ("user__username", "user__email")
    ordering = ("-id",)
    actions = None
    fields = ("user", ("purpose", "text_version"), ("given_at", "revoked_at"))

    def has_change_permission(self, _request: HttpRequest, _obj: Consent | None = None) -> bool:
        """It is a record."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Consent | None = None) -> bool:
        """It goes with the account."""
        return False

    @admin.display(description=_("user"), ordering="user__username")
    def person(self, consent: Consent) -> str:
        """Who leads to their page."""
        return person_link(consent.user)
