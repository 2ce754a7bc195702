"""A secret key for someone who has not set one: made once, kept beside the database, readable by its owner alone."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def read_or_make_secret(path: Path) -> str:
    """The key kept at `path`, made there on first use. Two processes starting together end up with the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    if not path.exists():
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(get_random_secret_key())
        try:
            # A hard link fails if the other process was first, where a rename would replace its key.
            os.link(scratch, path)
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return path.read_text().strip()
