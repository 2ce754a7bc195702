"""Pages by cursor: what is added meanwhile moves nothing."""

from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination


class PhotoPagination(CursorPagination):
    """30 photos a page, newest first, in the order in which the server took them in."""

    page_size = 30
    ordering = "-id"

    def decode_cursor(self, request: Any) -> Any:
        """Where to go on. Raises NotFound for a cursor that this server never gave."""
        cursor = super().decode_cursor(request)
        # A made-up cursor would otherwise reach the database as a number that is none.
        if cursor is not None and cursor.position is not None and not _is_number(str(cursor.position)):
            raise NotFound(self.invalid_cursor_message)
        return cursor


def _is_number(position: str) -> bool:
    return position.isascii() and position.isdigit() and len(position) <= 18  # noqa: PLR2004 - fits 64 bits
