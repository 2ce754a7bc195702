"""Staff give one person more room, or less."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from gallery.models import Allowance
from gallery.quota import quota_of

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Allowance]
else:
    _ModelAdmin = admin.ModelAdmin


@admin.register(Allowance)
class AllowanceAdmin(_ModelAdmin):
    """One row for each person whose limits differ from the settings'."""

    list_display = ("owner", "megabytes", "photos_per_day")
    list_select_related = ("owner",)
    search_fields = ("owner__username", "owner__email")
    raw_id_fields = ("owner",)
    readonly_fields = ("used",)

    @admin.display(description=_("used now"))
    def used(self, allowance: Allowance) -> str:
        """Of the person on the page."""
        return filesizeformat(quota_of(allowance.owner).used) if allowance.pk else "–"

    def get_readonly_fields(self, _request: HttpRequest, obj: Allowance | None = None) -> tuple[str, ...]:
        """Whose it is stays; a row for somebody else is another row."""
        return ("owner", "used") if obj else ("used",)
