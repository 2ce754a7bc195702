"""The audit trail as a table, a thousand entries at a time: a million of them take no more memory than one page."""

import csv
import io
import json
from collections.abc import AsyncIterator, Iterable
from typing import Final

from asgiref.sync import sync_to_async
from django.db.models import QuerySet

from accounts.models import AuditEntry

COLUMNS: Final = ("id", "at", "action", "actor", "about", "thing_kind", "thing", "reason", "address", "facts")
_PAGE: Final = 1_000
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of one (OWASP, CSV injection)."""


async def csv_pieces(entries: QuerySet[AuditEntry]) -> AsyncIterator[bytes]:
    """A head, then the newest first. Begins with the mark by which spreadsheets know UTF-8."""
    yield b"\xef\xbb\xbf" + _lines([COLUMNS])
    rest = entries.order_by("-id")
    while page := await sync_to_async(_first)(rest):
        yield _lines(_row(entry) for entry in page)
        rest = entries.order_by("-id").filter(id__lt=page[-1].id)


def _first(entries: QuerySet[AuditEntry]) -> list[AuditEntry]:
    return list(entries[:_PAGE])


def _row(entry: AuditEntry) -> list[str]:
    at, facts = f"{entry.at:%Y-%m-%dT%H:%M:%S.%fZ}", json.dumps(entry.facts, ensure_ascii=False, sort_keys=True)
    values = {name: getattr(entry, name) for name in COLUMNS} | {"at": at, "facts": facts}
    return [_safe("" if value is None else str(value)) for value in values.values()]


def _safe(cell: str) -> str:
    """With a ' before what would be counted as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    with io.StringIO(newline="") as out:
        csv.writer(out).writerows(rows)
        return out.getvalue().encode()
