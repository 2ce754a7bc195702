"""All rows, and all addresses that there are."""

import re
from collections.abc import Iterator
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

from tests.matrix import admin, api, pages, signing_in
from tests.matrix.row import Row

ROWS: Final[dict[str, Row]] = {**pages.ROWS, **signing_in.ROWS, **admin.ROWS, **api.ROWS}
_APPS = re.compile(r"\(\?P<app_label>[^)]*\)")


def plain(route: str) -> str:
    """Without the list of apps that the admin writes into one of its addresses."""
    return _APPS.sub("(?P<app_label>)", route)


def addresses() -> set[str]:
    """Every route of the URLconf, as `resolve` names it."""
    return {plain(route) for route in _routes(get_resolver())}


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        part = str(pattern.pattern)
        route = prefix + (part.removeprefix("^") if prefix else part)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _routes(pattern, route)
