"""Downloads that end before they are whole because what they bring is gone: no fault of the server's."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from gallery.services.claims import JobLostError

logger = logging.getLogger(__name__)
BREAK_OFF: Final = "happythings.break_off"
"""An ASGI message of our own: end the connection in the middle of an answer."""

Application = Callable[[Any, Any, Any], Awaitable[Any]]


def breaking_off(application: Application) -> Application:
    """ASGI middleware: a line in the log where the server would write a traceback and try to send an error page."""

    async def whole_or_broken_off(scope: Any, receive: Any, send: Any) -> Any:
        try:
            return await application(scope, receive, send)
        except JobLostError:
            logger.info("a download ended early: it was deleted, or begun anew")
            await send({"type": BREAK_OFF})

    return whole_or_broken_off
