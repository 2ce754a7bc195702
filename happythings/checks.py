"""What `manage.py check` says about the surroundings: addresses, the secret key's file, the data folder."""

from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from happythings.health import folder_problem

_LOCAL: Final = {"localhost", "127.0.0.1", "::1"}


@register
def check_site_urls(**_: Any) -> list[CheckMessage]:
    """Addresses that a browser can't use, or where it will not open a camera."""
    found: list[CheckMessage] = []
    for url in settings.SITE_URLS:
        parts = urlsplit(url)
        if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
            hint = "Scheme, host and port only, such as https://photos.example.org"
            found.append(Error(f"SITE_URLS: {url!r} has more than an origin.", hint=hint, id="happythings.E001"))
        elif parts.scheme != "https" and not _is_local(parts.hostname):
            hint = "Serve it over HTTPS. Browsers open cameras there and on localhost only."
            found.append(CheckWarning(f"No camera will open at {url}.", hint=hint, id="happythings.W001"))
    if len({origin.split(":")[0] for origin in settings.SITE_ORIGINS}) > 1:
        hint = "With an http address among them, cookies travel without protection on all of them."
        found.append(CheckWarning("SITE_URLS mixes http and https.", hint=hint, id="happythings.W003"))
    if not settings.SITE_URLS:
        found.append(Error("SITE_URLS is empty: no host would be answered.", id="happythings.E002"))
    return found


@register
def check_secret_key_file(**_: Any) -> list[CheckMessage]:
    """The key signs sessions: whoever reads it can be anyone."""
    path = settings.DATA_DIR / "secret_key"
    try:
        mode = path.stat().st_mode
    except OSError:
        return []
    if mode & 0o077 == 0:
        return []
    return [CheckWarning("Others can read the secret key's file.", hint=f"chmod 600 {path}", id="happythings.W002")]


@register
def check_data_dir(**_: Any) -> list[CheckMessage]:
    """Photos and the database live there."""
    problem = folder_problem(settings.DATA_DIR)
    if problem is None:
        return []
    hint = "Set DATA_DIR to a folder that the server may write to."
    return [Error(f"{settings.DATA_DIR} can't be written to ({problem}).", hint=hint, id="happythings.E003")]


def _is_local(host: str | None) -> bool:
    """Whether browsers trust this host without HTTPS (Secure Contexts, W3C)."""
    return host in _LOCAL or (host or "").endswith(".localhost")
