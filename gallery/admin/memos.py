"""Memos that the admin site's pages show count as a look, like a picture that a click shows."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.admin_records import RecordAdmin, staff_of
from accounts.audit import audit_each
from accounts.audit_actions import AuditAction
from gallery.models import Photo


class MemosAdmin(RecordAdmin[Photo]):
    """What is on the page is known by what the page is about to be made of; no page goes out without its entries."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, whose cards carry memos; a search by one shows it as well."""
        response = super().changelist_view(request, extra_context)
        if found := _made_of(response).get("cl"):
            _seen(request, found.result_list)
        return response

    def change_view(self, request: HttpRequest, object_id: str, *arguments: Any, **named: Any) -> HttpResponse:
        """A photo's own page."""
        response = super().change_view(request, object_id, *arguments, **named)
        if photo := _made_of(response).get("original"):
            _seen(request, [photo])
        return response


def _made_of(response: HttpResponse) -> dict[str, Any]:
    """Nothing, if it is no page of a template."""
    return getattr(response, "context_data", None) or {}


def _seen(request: HttpRequest, photos: Iterable[Photo]) -> None:
    worded = [photo for photo in photos if photo.memo]
    audit_each(AuditAction.PHOTO_VIEWED, worded, by=staff_of(request), request=request, rendition="memo")
