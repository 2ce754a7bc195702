"""Filters of the queues: what has to be settled comes first, and whose it is."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gallery.models import UNSETTLED, AppealState, ReportState


class QueueFilter(admin.SimpleListFilter):
    """Without a choice, what somebody still has to look at."""

    title = _("state")
    parameter_name = "queue"
    unsettled: tuple[str, ...] = UNSETTLED
    states: list[tuple[str, Any]] = ReportState.choices

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Each state, and all."""
        return [*((state, str(label)) for state, label in self.states), ("all", gettext("All"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Django's first choice is everything; here it is the queue."""
        first, *others = super().choices(changelist)
        yield {**first, "display": gettext("To be settled")}
        yield from others

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that fit."""
        if self.value() == "all":
            return queryset
        return queryset.filter(state__in=[self.value()] if self.value() in dict(self.states) else self.unsettled)


class AppealQueueFilter(QueueFilter):
    """The same of appeals."""

    unsettled = (AppealState.OPEN,)
    states = AppealState.choices


class AssigneeFilter(admin.SimpleListFilter):
    """Mine, or nobody's yet."""

    title = _("assignee")
    parameter_name = "assignee"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """The two that matter."""
        return [("me", gettext("Me")), ("nobody", gettext("Nobody yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that fit, or all."""
        found = {"me": Q(assignee=request.user.pk), "nobody": Q(assignee=None)}
        return queryset.filter(found.get(self.value() or "", Q()))
