"""How several workers share one listening socket, without a word between them: whoever has fewer is quicker."""

from collections.abc import Callable
from typing import Any, Final

from twisted.internet import reactor as twisted_reactor

reactor: Any = twisted_reactor
HESITATION_S: Final = 0.002
"""A worker leaves a new connection to the others for so long, for each one it has …"""
LONGEST_S: Final = 0.1
"""… and no longer than this; a connection that nobody has taken by then is its own."""


def take_turns(port: Any, connections: Callable[[], int]) -> None:
    """Let a Twisted port accept one connection at a time, and the later the more its process has. Twisted
    itself takes all that wait, so that a crowd coming at once would sit in one process, and the others idle.
    """
    accept = port.doRead

    def one() -> None:
        if port.connected:
            port.numberAccepts = 1
            accept()
            port.startReading()

    def hesitate() -> None:
        port.stopReading()
        reactor.callLater(min(LONGEST_S, HESITATION_S * connections()), one)

    port.doRead = hesitate
