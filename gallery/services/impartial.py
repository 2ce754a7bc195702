"""Nobody judges in their own case: what staff decide of photos, reports and appeals leaves out what is their own."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from accounts.models import User

_M = TypeVar("_M", bound=Model)


def cases_of_others(rows: QuerySet[_M], by: User | None, *, owner: str = "owner") -> QuerySet[_M]:
    """Those whose photo is somebody else's than `by`'s; all of them where the server itself decides. `owner` is how the
    photo's owner is reached from a row.
    """
    return rows if by is None else rows.exclude(**{owner: by})
