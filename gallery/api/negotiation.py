"""For addresses that have one thing to give, whatever the client would rather have."""

from collections.abc import Iterable

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class AlwaysFirst(BaseContentNegotiation):
    """`Accept: image/png` gets the PNG, and a JSON error when there is none."""

    def select_parser(self, _request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """The first one; there is nothing to parse."""
        return next(iter(parsers), None)

    def select_renderer(
        self, _request: Request, renderers: Iterable[BaseRenderer], _format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first one, for the errors; pictures are not rendered by REST framework."""
        first = next(iter(renderers))
        return first, str(first.media_type)
