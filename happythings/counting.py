"""The cache where limits count. Nothing may be dropped from it to make room for others' keys."""

from typing import Any, Final

MAX_ENTRIES: Final = 100_000
"""Django's own 300 would let somebody with as many keys wipe out everybody's counts. Redis and the like have limits of
their own."""
_COUNTS_ENTRIES: Final = ("LocMemCache", "FileBasedCache", "DatabaseCache")


def roomy(cache: dict[str, Any]) -> dict[str, Any]:
    """The same settings of a cache, with room for MAX_ENTRIES where it counts them and nothing else is said."""
    if not str(cache.get("BACKEND", "")).endswith(_COUNTS_ENTRIES):
        return cache
    return cache | {"OPTIONS": {"MAX_ENTRIES": MAX_ENTRIES} | cache.get("OPTIONS", {})}
