"""People with what they keep: room, photos, exports. What `accounts` shows of them stands in `accounts.admin`."""

from django.contrib import admin, messages
from django.contrib.admin import StackedInline
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from accounts.admin import UserAdmin
from accounts.models import User
from gallery.models import Allowance, Photo
from gallery.services import export_start


class AllowanceInline(StackedInline):  # type: ignore[type-arg]  # Django's own class takes no brackets
    """Where this person's limits differ from the settings'."""

    model = Allowance
    extra = 0
    max_num = 1


admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Lists how much everybody keeps."""

    list_display = [
        "username",
        "email",
        "trust",
        "is_active",
        "is_staff",
        "photos",
        "used",
        "date_joined",
        "last_login",
    ]
    inlines = [AllowanceInline, *UserAdmin.inlines]
    actions = [*UserAdmin.actions, "export"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With how many photos are kept, and how many bytes; an index answers both."""
        kept = Photo.objects.filter(owner=OuterRef("pk")).order_by().values("owner")
        people: QuerySet[User] = super().get_queryset(request)
        return people.annotate(
            photos_kept=Coalesce(Subquery(kept.annotate(count=Count("pk")).values("count")), 0),
            bytes_kept=Coalesce(Subquery(kept.annotate(sum=Sum("bytes")).values("sum")), 0),
        )

    @admin.display(description=_("photos"), ordering="photos_kept")
    def photos(self, user: User) -> str:
        """How many lead to them."""
        page = reverse("admin:gallery_photo_changelist")
        return format_html('<a href="{}?owner__id__exact={}">{}</a>', page, user.pk, vars(user)["photos_kept"])

    @admin.display(description=_("used now"), ordering="bytes_kept")
    def used(self, user: User) -> str:
        """Of the disk."""
        return filesizeformat(vars(user)["bytes_kept"])

    @admin.action(description=_("Make an export of everything for selected users"), permissions=["change"])
    def export(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """As a job: it lies under their downloads when it is done."""
        people = list(queryset.filter(deletion_began_at=None))
        for person in people:
            with override(person.language or "en"):
                export_start(owner=person)
        text = ngettext("%(count)d export is being made.", "%(count)d exports are being made.", len(people))
        self.message_user(request, text % {"count": len(people)}, messages.SUCCESS)
