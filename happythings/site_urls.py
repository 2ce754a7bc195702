"""SITE_URLS as browsers write them."""

from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from happythings import lan

USUAL_PORTS: Final = {"http": 80, "https": 443}


def usual_urls(port: int, *, https: bool) -> list[str]:
    """SITE_URLS when nobody set them: this machine alone, or with HTTPS every name it has in its network."""
    here = ["localhost", "127.0.0.1"]
    if not https:
        return [f"http://{host}:{port}" for host in here]
    return [f"https://{host}:{port}" for host in (*here, *lan.addresses(), *lan.names())]


def origin_of(url: str) -> str:
    """Scheme, host and port of an address as a browser's Origin header has them: lower case, the scheme's usual port
    left out, an IPv6 address in brackets. Raises ImproperlyConfigured for what is no address of one site."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in USUAL_PORTS or "*" in host or host.startswith("."):
        raise ImproperlyConfigured(f"SITE_URLS: {url!r} is not an address such as https://photos.example.org")
    shown = _bracketed(host) if port in {None, USUAL_PORTS[parts.scheme]} else f"{_bracketed(host)}:{port}"
    return f"{parts.scheme}://{shown}"


def host_of(origin: str) -> str:
    """The host of an origin as ALLOWED_HOSTS wants it."""
    return _bracketed(urlsplit(origin).hostname or "")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
