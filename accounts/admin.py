"""People in the admin site: look up, ban, see what they agreed to."""

from http import HTTPStatus

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin_records import staff_of
from accounts.admin_trail import AuditEntryAdmin
from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.bans import users_ban, users_unban
from accounts.models import Consent, User
from accounts.sessions import sessions_end

__all__ = ["AuditEntryAdmin", "UserAdmin"]

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
        """Nobody opens an account again that is being deleted, or takes over one that may do more than theirs."""
        allowed = super().has_change_permission(request, obj) and not (obj and obj.deletion_began_at)
        return allowed and (obj is None or not _above(obj, staff_of(request)))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """As above."""
        return super().has_delete_permission(request, obj) and (obj is None or not _above(obj, staff_of(request)))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody gives out what they have not: rights are for whoever may change groups, the last one for its own."""
        fixed = [*super().get_readonly_fields(request, obj)]
        if not request.user.has_perm("auth.change_group"):
            fixed += ["is_staff", "groups"]
        if not staff_of(request).is_superuser:
            fixed += ["is_superuser", "user_permissions"]
        return fixed

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002  Django's signature
        """Staff set somebody's password: a form of its own."""
        response: HttpResponse = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            audit(AuditAction.PASSWORD_CHANGED, about=int(id), request=request)
        return response

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


def _above(person: User, staff: User) -> bool:
    """Whether changing `person` (a new password, say) would give `staff` rights that they have not."""
    if staff.is_superuser or person == staff:
        return False
    return person.is_superuser or (person.is_staff and not staff.has_perm("auth.change_group"))
