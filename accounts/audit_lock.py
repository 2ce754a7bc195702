"""The database's own lock on the audit trail: whoever gets past the models (SQL by hand, another program) can change
nothing in it but blank a reason or a network, and delete nothing that is younger than 30 days.

Set after every `migrate`: SQLite loses a table's triggers when a migration makes the table anew.
"""

from typing import Any, Final

from django.db import connections

YOUNG_DAYS: Final = 30
"""So old an entry must be before it can be trimmed."""

_TABLE: Final = "accounts_auditentry"
_REFUSAL: Final = "the audit trail is append-only"
_FIXED: Final = ("id", "at", "action", "actor", "about", "thing_kind", "thing", "facts")

UNLOCK: Final = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {_TABLE}_{verb}" for verb in ("update", "delete")],
    "postgresql": [f"DROP TRIGGER IF EXISTS {_TABLE}_{verb} ON {_TABLE}" for verb in ("update", "delete", "truncate")],
}


def _other(is_not: str) -> str:
    """What an UPDATE may not do; `is_not` is the database's way to compare what may be NULL."""
    changed = [f'NEW."{name}" {is_not} OLD."{name}"' for name in _FIXED]
    written = [f"""NEW."{name}" NOT IN (OLD."{name}", '')""" for name in ("reason", "address")]
    return " OR ".join(changed + written)


def _sqlite(verb: str, when: str) -> str:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    return f"CREATE TRIGGER {_TABLE}_{verb} BEFORE {verb.upper()} ON {_TABLE} WHEN {when} {refuse}"


def _postgresql(verb: str, when: str = "") -> str:
    each = f"FOR EACH ROW WHEN ({when})" if when else ""
    refuse = f"EXECUTE FUNCTION {_TABLE}_refuse()"
    return f"CREATE TRIGGER {_TABLE}_{verb} BEFORE {verb.upper()} ON {_TABLE} {each} {refuse}"


_REFUSE: Final = f"RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'"
_LOCK: Final = {
    "sqlite": [
        _sqlite("update", _other("IS NOT")),
        _sqlite("delete", f"OLD.at > datetime('now', '-{YOUNG_DAYS} days')"),
    ],
    "postgresql": [
        f"CREATE OR REPLACE FUNCTION {_TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_REFUSE}; END $$",
        _postgresql("update", _other("IS DISTINCT FROM")),
        _postgresql("delete", f"OLD.at > now() - interval '{YOUNG_DAYS} days'"),
        _postgresql("truncate"),
    ],
}


def audit_lock(using: str = "default", **_: Any) -> None:
    """Called by Django after `migrate`, for each database."""
    connection = connections[using]
    if connection.vendor not in _LOCK or _TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in (*UNLOCK[connection.vendor], *_LOCK[connection.vendor]):
            cursor.execute(statement)
