"""A browser's own long description, in the words people use."""

from typing import Final

from django.utils.translation import gettext as _

# The first that occurs decides: every browser claims to be the ones it descends from.
_BROWSERS: Final = {
    "Edg": "Edge",
    "SamsungBrowser": "Samsung Internet",
    "Whale": "Whale",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS: Final = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """`Firefox, Windows` for a User-Agent header; its first 60 characters when it is none of the known ones."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if browser is None:
        return user_agent[:60] or _("Unknown program")
    return f"{browser}, {system}" if system else browser


def _first(names: dict[str, str], user_agent: str) -> str | None:
    return next((name for token, name in names.items() if token in user_agent), None)
