"""What happens by the hour: old trash and old downloads go, and files that nobody owns are swept up."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit import audit_each
from accounts.audit_actions import AuditAction
from gallery import disk, files
from gallery.archive import folder
from gallery.models import Job, Photo
from gallery.services.gone_captures import captures_forgetting
from gallery.services.jobs import jobs_expire
from gallery.services.notices import notices_count, notices_trim
from gallery.services.report_ends import reports_of_gone
from gallery.services.shares import shares_expire

TRASH_KEPT: Final = timedelta(days=30)
GRACE: Final = timedelta(hours=1)
"""Younger files may belong to a save that is still going on."""
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many photos left the trash for good, how many temporary files and how many files without a row went, and how
    many downloads' time was over."""

    purged: int
    temporary: int
    orphans: int
    expired: int


def tidy() -> Tidied:
    """Everything below; run it by the hour."""
    purged, expired = trash_purge(), jobs_expire()
    shares_expire()
    notices_trim()
    sum(captures_forgetting())
    temporary, orphans = files_sweep()
    return Tidied(purged, temporary, orphans, expired)


def trash_due() -> QuerySet[Photo]:
    """What has been in the trash for more than 30 days. A hidden photo stays, whatever its owner does: staff may still
    need it.
    """
    return Photo.objects.filter(trashed_at__lt=timezone.now() - TRASH_KEPT, hidden_at=None)


def trash_purging() -> Iterator[int]:
    """Delete that for good, a step each: the row first, its files on commit. 1 for one that is gone."""
    due = trash_due()
    for pk, uid in list(due.values_list("pk", "uid")):
        yield _purge_one(due.filter(pk=pk), uid)


def trash_purge() -> int:
    """All at once; how many."""
    return sum(trash_purging())


@transaction.atomic
def _purge_one(due: QuerySet[Photo], uid: UUID) -> int:
    # Asked again: since the list was made its owner may have restored it, or staff hidden it.
    found = list(due.select_for_update().only("uid", "owner"))
    if not found:
        return 0
    reports_of_gone(photos=due)
    audit_each(AuditAction.PHOTO_DELETED, found, cause="trash")
    due.delete()
    notices_count({photo.owner_id for photo in found})
    transaction.on_commit(lambda: files.remove(uid))
    return 1


def old_strays(*, exports: bool = True) -> Iterator[tuple[Path, bool]]:
    """Unfinished files (True) and files without a row (False), both only when they are over an hour old."""
    yield from _strays(files.folder(), _stray_photos)
    if exports:
        yield from _strays(folder.folder(), _stray_exports)


def strays_removing() -> Iterator[int]:
    """Remove those, a step each."""
    for path, _unfinished in old_strays():
        path.unlink(missing_ok=True)
        yield 1


def files_sweep() -> tuple[int, int]:
    """All at once; how many unfinished ones, and how many without a row."""
    gone = [0, 0]
    for path, unfinished in old_strays():
        path.unlink(missing_ok=True)
        gone[not unfinished] += 1
    return gone[0], gone[1]


def _strays(place: Path, stray: Callable[[Iterable[Path]], list[Path]]) -> Iterator[tuple[Path, bool]]:
    old = disk.older_than(place, time.time() - GRACE.total_seconds())
    while batch := list(islice(old, _BATCH)):
        yield from ((path, True) for path in batch if path.name.endswith(disk.TEMPORARY))
        yield from ((path, False) for path in stray(batch))


def _stray_photos(paths: Iterable[Path]) -> list[Path]:
    named = {path: uid for path in paths if (uid := files.uid_of(path))}
    kept = set(Photo.objects.filter(uid__in=set(named.values())).values_list("uid", flat=True))
    return [path for path, uid in named.items() if uid not in kept]


def _stray_exports(paths: Iterable[Path]) -> list[Path]:
    named = {path: uid for path in paths if (uid := folder.uid_of(path))}
    kept = set(Job.objects.filter(uid__in=set(named.values())).values_list("uid", flat=True))
    return [path for path, uid in named.items() if uid not in kept]
