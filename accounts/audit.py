"""Adding to the audit trail. Call it in the transaction of what is done: then neither is there without the other."""

import re
from collections.abc import Iterable
from typing import Any, Final

from allauth.core import context
from django.db.models import Model
from django.http import HttpRequest

from accounts.addresses import network_of
from accounts.audit_actions import AuditAction
from accounts.models.audit_entry import AUDIT_REASON_CHARS, AuditEntry
from accounts.models.user import User

Fact = str | int | bool | None
_CODE = re.compile(r"[\w.:/+,-]{0,200}", re.ASCII)
"""What a fact may look like: no spaces and no @, so neither memos nor addresses."""
_BATCH: Final = 500


def audit(
    action: AuditAction,
    *,
    by: User | None = None,
    about: User | int | None = None,
    thing: Model | None = None,
    reason: str = "",
    request: HttpRequest | None = None,
    **facts: Fact,
) -> AuditEntry:
    """Say that `by` did `action` to the person `about`, with `thing`.

    Without `request` it is the one that is being answered, if any; without `by` whoever is signed in there, and none in
    a command or a chore: then the server did it. Without `about` it is the owner of `thing`, if that has one. `facts`
    are codes and numbers; raises ValueError for one that could be something that a person wrote.
    """
    entry = _entry(action, thing, **_source(by, request), reason=_line(reason), facts=_checked(facts))
    if about is not None:
        entry.about = about.pk if isinstance(about, User) else about
    entry.save(force_insert=True)
    return entry


def audit_each(
    action: AuditAction,
    things: Iterable[Model],
    *,
    by: User | None = None,
    reason: str = "",
    request: HttpRequest | None = None,
    **facts: Fact,
) -> int:
    """The same with each of `things`, in a statement for some hundred of them; how many."""
    same = _source(by, request) | {"reason": _line(reason), "facts": _checked(facts)}
    entries = [_entry(action, thing, **same) for thing in things]
    AuditEntry.objects.bulk_create(entries, batch_size=_BATCH)
    return len(entries)


def thing_key(thing: Model) -> str:
    """The public id, where it has one."""
    return str(getattr(thing, "uid", thing.pk))


def _entry(action: AuditAction, thing: Model | None, **same: Any) -> AuditEntry:
    entry = AuditEntry(action=AuditAction(action), **same)
    if thing is not None:
        entry.thing_kind, entry.thing, entry.about = thing._meta.label_lower, thing_key(thing), _person(thing)  # noqa: SLF001
    return entry


def _source(by: User | None, request: HttpRequest | None) -> dict[str, Any]:
    request = request or context.request
    asking = getattr(request, "user", None)
    person = by or (asking if isinstance(asking, User) else None)
    return {"actor": person.pk if person else None, "address": network_of(request)}


def _line(reason: str) -> str:
    return " ".join(reason.replace("\x00", "").split())[:AUDIT_REASON_CHARS]


def _checked(facts: dict[str, Fact]) -> dict[str, Fact]:
    for name, fact in facts.items():
        if isinstance(fact, str) and not _CODE.fullmatch(fact):
            raise ValueError(f"{name}: the audit trail keeps codes and numbers, and nothing that people write")
    return {name: str(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}


def _person(thing: Any) -> int | None:
    """Whose it is."""
    if isinstance(thing, User):
        return thing.pk
    owner: int | None = getattr(thing, "owner_id", None) or getattr(thing, "user_id", None)
    return owner
