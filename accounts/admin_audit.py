"""What staff add, change and delete by the admin site's forms stands in the audit trail, whichever model it is.

`happythings.admin_site` puts this in front of every class that is registered: none can be forgotten.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION
from django.db.models import Model, QuerySet
from django.forms import BaseModelForm
from django.http import HttpRequest

from accounts.admin_records import staff_of
from accounts.audit import Fact, audit, audit_each
from accounts.audit_actions import AuditAction
from accounts.staff_log import log_add

_FACT_CHARS: Final = 200


class AuditedAdmin(ModelAdmin):  # type: ignore[type-arg]  # Django's own class takes no brackets
    """Called by Django in the transaction of the change itself."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """The form's row and those below it are saved with this."""
        super().save_related(request, form, formsets, change)
        if form.has_changed() or not change:
            action = AuditAction.ROW_CHANGED if change else AuditAction.ROW_ADDED
            audit(action, thing=form.instance, request=request, **changes(form))
        for action, row, facts in _below(formsets):
            audit(action, thing=row, request=request, **facts)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]  # nobody asks Django for the entry
        """In each row's own history."""
        log_add(staff_of(request), [obj], ADDITION, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]  # as above
        """As above."""
        log_add(staff_of(request), [obj], CHANGE, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]  # as above
        """Before they go."""
        audit_each(AuditAction.ROW_DELETED, queryset, request=request)
        log_add(staff_of(request), queryset, DELETION)


def changes(form: "BaseModelForm[Any]", names: Iterable[str] | None = None) -> dict[str, Any]:
    """Which fields were changed; of numbers, switches and links to what they were set, and nothing that was typed."""
    changed = list(form.changed_data if names is None else names)
    facts: dict[str, Fact] = {"fields": ",".join(changed)[:_FACT_CHARS]}
    for name in changed:
        value = form.cleaned_data.get(name)
        if isinstance(value, QuerySet):
            facts[f"{name}_set"] = ",".join(str(each.pk) for each in value)[:_FACT_CHARS]
        elif value is None or isinstance(value, bool | int):
            facts[f"{name}_set"] = value
    return facts


def _below(formsets: Any) -> Iterator[tuple[AuditAction, Model, dict[str, Any]]]:
    for formset in formsets:
        forms = {form.instance.pk: form for form in formset.forms}
        for row in formset.new_objects:
            yield AuditAction.ROW_ADDED, row, changes(forms[row.pk])
        for row, names in formset.changed_objects:
            yield AuditAction.ROW_CHANGED, row, changes(forms[row.pk], names)
        for row in formset.deleted_objects:
            yield AuditAction.ROW_DELETED, row, {}
