"""Yes-or-no filters of the lists."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gallery.selectors import names_waiting, waiting
from mlmodels.emotions import NO_FACE
from mlmodels.obstacles import BLURRED_FACE, BLURRED_PICTURE


class YesNoFilter(admin.SimpleListFilter):
    """Whether a condition holds."""

    condition: Q

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """The two ways."""
        return [("yes", gettext("Yes")), ("no", gettext("No"))]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that fit, or all."""
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(self.condition if self.value() == "yes" else ~self.condition)


class HiddenFilter(YesNoFilter):
    """By staff."""

    title = _("hidden")
    parameter_name = "hidden"
    condition = Q(hidden_at__isnull=False)


class TrashedFilter(YesNoFilter):
    """By the owner."""

    title = _("in the trash")
    parameter_name = "trashed"
    condition = Q(trashed_at__isnull=False)


class BlurryFilter(YesNoFilter):
    """As `Photo.looks_blurry` says it."""

    title = _("looks blurry")
    parameter_name = "blurry"
    condition = Q(emotion=NO_FACE, sharpness__lt=BLURRED_PICTURE) | Q(sharpness__lt=BLURRED_FACE) & ~Q(emotion=NO_FACE)


class ReviewedFilter(YesNoFilter):
    """By staff."""

    title = _("reviewed")
    parameter_name = "reviewed"
    condition = Q(reviewed_at__isnull=False)


class WaitingFilter(YesNoFilter):
    """Shared by somebody new, and not to be seen before staff looked at it."""

    title = _("waiting for review")
    parameter_name = "waiting"
    asked: Callable[[], QuerySet[Any]] = staticmethod(waiting)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What waits is known by who shares what: it is a question of its own, and asked only when it is wanted."""
        self.condition = Q(pk__in=self.asked().order_by().values("pk"))
        return super().queryset(request, queryset)


class NameWaitingFilter(WaitingFilter):
    """Of albums."""

    title = _("name waiting for review")
    asked = staticmethod(names_waiting)
