"""What staff did in the admin site is logged there for each row's own history: by ids and fixed words, since rows go
before their people do. Reasons are in the audit trail, which knows how to forget them.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CASCADE, CharField, Model, QuerySet
from django.db.models.functions import Cast

from accounts.audit import thing_key
from accounts.models import User

_BATCH: Final = 500


def log_add(staff: User, rows: Iterable[Model], flag: int, message: str | list[Any] = "") -> None:
    """Say that `staff` did this with each of `rows`. Never what people call them: neither names nor addresses.

    `message` is ours, or the list of fields that Django makes of a form.
    """
    same = {"user": staff, "action_flag": flag, "change_message": message}
    if isinstance(message, list):
        same["change_message"] = json.dumps(message)
    entries = [
        LogEntry(content_type=_kind(row), object_id=str(row.pk), object_repr=thing_key(row), **same) for row in rows
    ]
    LogEntry.objects.bulk_create(entries, batch_size=_BATCH)


def log_forget(user: User) -> None:
    """Delete what the log says of this person and of every row that goes with theirs, whichever room's."""
    rows_forget(User.objects.filter(pk=user.pk))
    for link in User._meta.related_objects:  # noqa: SLF001  Django's documented name
        if link.on_delete is CASCADE:
            rows_forget(link.related_model._base_manager.filter(**{link.field.name: user}))  # noqa: SLF001


def rows_forget(rows: QuerySet[Any]) -> None:
    """Delete what the log says of these rows, while they are still there."""
    ids = rows.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
    LogEntry.objects.filter(content_type=_kind(rows.model), object_id__in=ids).delete()


def _kind(model: Model | type[Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)
