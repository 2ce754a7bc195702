"""Yes-or-no filters of the photo list."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gallery.models import Photo


class _SetFilter(admin.SimpleListFilter):
    """Whether a moment is set."""

    field: str

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """The two ways."""
        return [("yes", gettext("Yes")), ("no", gettext("No"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        """Those that fit, or all."""
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(**{f"{self.field}__isnull": self.value() == "no"})


class HiddenFilter(_SetFilter):
    """By staff."""

    title = _("hidden")
    parameter_name = "hidden"
    field = "hidden_at"


class TrashedFilter(_SetFilter):
    """By the owner."""

    title = _("in the trash")
    parameter_name = "trashed"
    field = "trashed_at"
