"""What staff did in the admin site is logged there, with names and addresses in it: it goes with the person."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CASCADE, CharField, QuerySet
from django.db.models.functions import Cast

from accounts.models import User


def log_forget(user: User) -> None:
    """Delete what the log says of this person and of every row that goes with theirs, whichever room's."""
    rows_forget(User.objects.filter(pk=user.pk))
    for link in User._meta.related_objects:  # noqa: SLF001  Django's documented name
        if link.on_delete is CASCADE:
            rows_forget(link.related_model._base_manager.filter(**{link.field.name: user}))  # noqa: SLF001


def rows_forget(rows: QuerySet[Any]) -> None:
    """Delete what the log says of these rows, while they are still there."""
    ids = rows.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
    LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(rows.model), object_id__in=ids).delete()
