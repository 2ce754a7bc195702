"""The calendar of kept smiles."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from gallery import selectors
from gallery.api.album_serializers import CalendarSerializer
from gallery.api.owner import OwnerMixin
from gallery.api.schema import errors

_MONTH = OpenApiParameter(
    "month",
    OpenApiTypes.STR,
    pattern=r"^(?!0000|9999-12)[0-9]{4}-(0[1-9]|1[0-2])$",
    description="Such as 2026-11; else the newest with photos.",
)


class CalendarView(OwnerMixin):
    """One month of kept smiles."""

    @extend_schema(parameters=[_MONTH], responses={200: CalendarSerializer, **errors(400)})
    def get(self, request: Request) -> Response:
        """The days of a month that have photos, each with how many and the happiest of them."""
        text = request.query_params.get("month")
        first = selectors.newest_month(self.owner) if text is None else _first_day(text)
        return Response(CalendarSerializer(self._month(first)).data)

    def _month(self, first: date | None) -> dict[str, Any]:
        if first is None:
            return {"month": None, "days": [], "older": None, "newer": None}
        older, newer = selectors.months_around(self.owner, first)
        days = selectors.month_of_smiles(self.owner, first)
        return {"month": _name(first), "days": days, "older": _name(older), "newer": _name(newer)}


def _first_day(text: str) -> date:
    try:
        return selectors.month_named(text)
    except ValueError as error:
        raise ValidationError({"month": [_("A month such as 2026-11 is expected.")]}, "invalid") from error


def _name(first: date | None) -> str | None:
    return first.isoformat()[:7] if first else None
