"""Light, dark, or as the system has it: a choice of the device, so it lives in a cookie and not with the account."""

from typing import Final

from django.http import HttpRequest

COOKIE: Final = "theme"
CHOICES: Final = ("light", "dark")
YEAR_S: Final = 365 * 86_400


def theme(request: HttpRequest) -> dict[str, str]:
    """For every template: "light", "dark", or nothing for whatever the system says."""
    chosen = request.COOKIES.get(COOKIE, "")
    return {"theme": chosen if chosen in CHOICES else ""}
