"""TLS on the same port as plain HTTP: the first byte says which it is. What comes without TLS is led to the address
with it, but for the page that helps a phone to trust our certificate."""

from pathlib import Path
from typing import Any, Final

from OpenSSL import crypto
from twisted.internet import reactor as twisted_reactor
from twisted.internet.protocol import Factory, Protocol, connectionDone
from twisted.internet.ssl import CertificateOptions
from twisted.protocols.tls import TLSMemoryBIOFactory

from happythings.certificates import SERVER_CERTIFICATE, SERVER_KEY

reactor: Any = twisted_reactor
HANDSHAKE: Final = 0x16
"""The first byte of a TLS connection (RFC 8446, 5.1: a record of type handshake); no HTTP method begins with it."""
FIRST_BYTE_S: Final = 15.0
"""Seconds that a connection may be silent at its start."""


def tls_or_plain(http: Any, folder: Path) -> Factory:
    """A factory that hands each connection to `http`, through TLS if it begins so. Raises OSError without the
    certificate's files."""
    pem = crypto.FILETYPE_PEM
    options: Any = CertificateOptions(  # its stubs don't know the interfaces it has
        privateKey=crypto.load_privatekey(pem, (folder / SERVER_KEY).read_bytes()),
        certificate=crypto.load_certificate(pem, (folder / SERVER_CERTIFICATE).read_bytes()),
    )
    return Either(TLSMemoryBIOFactory(options, isClient=False, wrappedFactory=http), http)


class Either(Factory):
    """Makes the connections that decide."""

    def __init__(self, tls: Any, plain: Any) -> None:
        self.tls, self.plain = tls, plain

    def buildProtocol(self, addr: Any) -> "Undecided":  # noqa: N802 - Twisted's name
        """Called by Twisted for every connection."""
        return Undecided(self, addr)


class Undecided(Protocol):
    """A connection until its first byte; then another protocol takes its place."""

    transport: Any
    _patience: Any = None

    def __init__(self, either: Either, addr: Any) -> None:
        self._either, self._addr = either, addr

    def connectionMade(self) -> None:  # noqa: N802 - Twisted's name
        """A client has connected."""
        self._patience = reactor.callLater(FIRST_BYTE_S, self.transport.abortConnection)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """The first bytes, and the only ones that come here."""
        self._patience.cancel()
        factory = self._either.tls if data[0] == HANDSHAKE else self._either.plain
        protocol = factory.buildProtocol(self._addr)
        self.transport.protocol = protocol
        protocol.makeConnection(self.transport)
        protocol.dataReceived(data)

    def connectionLost(self, reason: Any = connectionDone) -> None:  # noqa: ARG002, N802 - Twisted's name
        """It ended before it began."""
        if self._patience.active():
            self._patience.cancel()
