"""Sockets have no CSRF protection: any page may open one with the visitor's cookies. So the origin decides."""

import logging
from typing import Any

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

logger = logging.getLogger(__name__)


class OriginGuard:
    """Lets a socket in whose Origin is exactly one of SITE_URLS (scheme, host, port) and whose Host is ours.

    A program that sends a session token sends no Origin; without a token a missing Origin is refused too. Everyone else
    gets HTTP 403 and one log line.
    """

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        """Called by the server once a connection."""
        reason = why_refuse(scope["headers"], scope.get("scheme", "ws"))
        if reason is None:
            return await self._application(scope, receive, send)
        logger.warning("socket refused: %s", reason)
        return await WebsocketDenier()(scope, receive, send)


def why_refuse(headers: list[tuple[bytes, bytes]], scheme: str = "ws") -> str | None:
    """A sentence for the log, or None when the socket may open."""
    if settings.HTTPS and scheme != "wss":
        return "it came without TLS"
    values = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
    host, _ = split_domain_port(values.get("host", "").lower())
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return f"the host {host[:100]!r} is not in SITE_URLS"
    origin = values.get("origin")
    if origin is None:
        return None if "x-session-token" in values else "no Origin and no session token"
    if origin.lower() not in settings.SITE_ORIGINS:
        return f"the origin {origin[:100]!r} is not in SITE_URLS"
    return None
