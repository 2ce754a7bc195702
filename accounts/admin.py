"""People in the admin site: look up, ban, see what they agreed to."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.bans import users_ban, users_unban
from accounts.models import Consent, User
from accounts.sessions import sessions_end

# allauth shows secrets here, and keys that this site reads from its environment.
admin.site.unregister([Authenticator, SocialAccount, SocialApp, SocialToken])


class ConsentInline(admin.TabularInline):  # type: ignore[type-arg]  # Django's own class takes no brackets
    """What was agreed to and when. Only the person may change it, so nobody can here."""

    model = Consent
    extra = 0
    can_delete = False
    fields = ("purpose", "text_version", "given_at", "revoked_at")
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


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    """Django's own, with the ban as an action and the consents below."""

    list_display = ["username", "email", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "date_joined"]
    search_fields = ["username", "email", "first_name", "last_name"]
    ordering = ["-date_joined"]
    date_hierarchy = "date_joined"
    inlines = [ConsentInline]
    actions = ["ban", "unban"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody opens an account again that is being deleted."""
        return super().has_change_permission(request, obj) and not (obj and obj.deletion_began_at)

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool) -> None:  # noqa: FBT001  Django's signature
        """Whose box “active” is unticked is banned as well."""
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            sessions_end([obj])

    @admin.action(description=_("Ban selected users"), permissions=["change"])
    def ban(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Signs them out everywhere and keeps them out."""
        assert isinstance(request.user, User)  # noqa: S101  the admin site lets nobody else in
        count = users_ban(users=queryset, by=request.user)
        text = ngettext("%(count)d account is closed.", "%(count)d accounts are closed.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)

    @admin.action(description=_("Let selected users in again"), permissions=["change"])
    def unban(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """The way back from a ban."""
        count = users_unban(users=queryset)
        text = ngettext("%(count)d account is open again.", "%(count)d accounts are open again.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)
