"""Where finished exports lie, under names made from the job's public id alone. EXPORT_DIR has no address on the web."""

from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings


def folder() -> Path:
    """Where all exports lie."""
    return Path(settings.EXPORT_DIR)


def path_of(uid: UUID) -> Path:
    """The finished ZIP of a job."""
    return folder() / f"{uid}.zip"


def uid_of(path: Path) -> UUID | None:
    """The job that a file in the folder belongs to; None for any other name."""
    try:
        return UUID(path.stem) if path.suffix == ".zip" else None
    except ValueError:
        return None


def remove(uid: UUID) -> None:
    """Remove the finished ZIP; one that is not there, or that can't go now, is the sweeper's business."""
    with suppress(OSError):
        path_of(uid).unlink()
