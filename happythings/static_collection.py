"""Collect static files only when one has changed: hashing and compressing them all takes seconds at every start."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static_if_changed() -> bool:
    """Bring STATIC_ROOT up to date; returns whether there was anything to do."""
    stamp = settings.STATIC_ROOT / ".collected"
    fingerprint = _fingerprint()
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
    stamp.write_text(fingerprint)
    return True


def _fingerprint() -> str:
    """Names, sizes and times of every source, in a fixed order."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            seen = (storage.path(name), storage.size(name), storage.get_modified_time(name))
            digest.update(repr(seen).encode())
    return digest.hexdigest()
