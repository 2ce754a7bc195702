"""Pages by cursor: what is added meanwhile moves nothing."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from gallery.selectors import Place, newer_than, older_than

_DIGITS: Final = 18
"""Of a number that fits 64 bits."""


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Where to go on, and which way."""

    place: Place
    to_newer: bool

    def __str__(self) -> str:
        text = f"{'n' if self.to_newer else 'o'}{self.place.taken_on.isoformat()}.{self.place.id}"
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "_Cursor":
        """Raises ValueError for one that this server never gave."""
        plain = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode("ascii")
        day, _, number = plain[1:].partition(".")
        if plain[:1] not in {"n", "o"} or not number.isdigit() or len(number) > _DIGITS:
            raise ValueError(text)
        return cls(Place(date.fromisoformat(day), int(number)), plain[0] == "n")


class PhotoPagination(CursorPagination):
    """30 photos a page in the album's order. REST framework's own cursor knows one column; this order has two."""

    page_size = 30
    ordering = "-taken_on"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:  # noqa: ARG002
        """The page at the cursor. Raises NotFound for a cursor that this server never gave."""
        self._address = request.build_absolute_uri()
        text = request.query_params.get(self.cursor_query_param)
        cursor = _read(text, self.invalid_cursor_message) if text is not None else None
        if cursor is not None:
            queryset = (newer_than if cursor.to_newer else older_than)(queryset, cursor.place)
        found = list(queryset[: self.page_size + 1])
        page, more = found[: self.page_size], len(found) > self.page_size
        back = cursor is not None and cursor.to_newer
        self._page = page[::-1] if back else page
        self.has_next, self.has_previous = (True, more) if back else (more, cursor is not None)
        return self._page

    def get_next_link(self) -> str | None:
        """The page of older photos."""
        return self._link(-1, to_newer=False) if self.has_next else None

    def get_previous_link(self) -> str | None:
        """The page of newer photos."""
        return self._link(0, to_newer=True) if self.has_previous else None

    def _link(self, index: int, *, to_newer: bool) -> str | None:
        if not self._page:
            return None
        last = self._page[index]
        cursor = _Cursor(Place(last.taken_on, last.id), to_newer)
        return replace_query_param(self._address, self.cursor_query_param, str(cursor))


def _read(text: str, message: str) -> _Cursor:
    try:
        return _Cursor.read(text)
    except ValueError as error:
        raise NotFound(message) from error
