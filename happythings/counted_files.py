"""Counts in files that are over: each write looks through the folder, which therefore has to stay small."""

from contextlib import suppress
from pathlib import Path

from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache


def counts_forget() -> None:
    """Remove the files of counts that nobody needs any more; elsewhere they go by themselves."""
    cache = caches["default"]
    if isinstance(cache, FileBasedCache):
        for name in cache._list_cache_files():  # type: ignore[attr-defined]  # noqa: SLF001
            with suppress(FileNotFoundError), Path(name).open("rb") as file:
                cache._is_expired(file)  # type: ignore[attr-defined]  # noqa: SLF001 - removes it, too
