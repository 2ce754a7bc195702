"""What every page does for the person who asks: their language, their time zone, and nothing more once they leave."""

from collections.abc import Callable
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User

Next = Callable[[HttpRequest], HttpResponseBase]

_FOR_ALL: Final = {"set_language", "set_theme", "privacy", "healthz", "readyz"}
OPEN_TO_LEAVERS: Final = {"leaving", "leaving_keep", "account_logout", *_FOR_ALL}
"""Pages for somebody who asked for their account's deletion. The API says so itself (`accounts.permissions`)."""
CLEARED: Final = '"cache", "storage"'
"""Whoever signs out leaves nothing on the device: no photo in the browser's cache, nothing that waits to be sent."""
_JSON: Final = ("/api/", "/_allauth/")


class PersonMiddleware:
    """After the sign-in is known. The person's row is read for that anyway: nothing here costs a query."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Language stays active for the answer's headers; LocaleMiddleware sets it anew for the next request."""
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        if user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        with timezone.override(ZoneInfo(user.time_zone) if user.time_zone else None):
            response = self.get_response(request)
        if not request.user.is_authenticated:
            response["Clear-Site-Data"] = CLEARED
        return response

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        """Called by Django when the address is known: whoever leaves is led to the one page that matters."""
        user, match = request.user, request.resolver_match
        leaves = isinstance(user, User) and user.deletion_due_at
        if not leaves or request.path.startswith(_JSON) or (match and match.view_name in OPEN_TO_LEAVERS):
            return None
        return HttpResponseRedirect(reverse("leaving"))
