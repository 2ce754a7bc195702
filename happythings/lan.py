"""How other machines in the same network can call this one. Nothing is sent to find out."""

import re
import socket
from contextlib import suppress
from typing import Final

_SOMEWHERE: Final = ("192.0.2.1", "192.168.255.254", "10.255.255.254", "172.31.255.254")
"""Addresses in different networks (RFC 5737, 1918): the kernel says which of ours it would use for each."""
_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def addresses() -> list[str]:
    """IPv4 addresses of this machine that lead somewhere, the one towards the internet first."""
    found: dict[str, None] = {}
    for target in _SOMEWHERE:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            found[probe.getsockname()[0]] = None
    return [address for address in found if not address.startswith(("127.", "0."))]


def names() -> list[str]:
    """Its name as mDNS has it (RFC 6762), which Macs, iPhones and most Linux machines understand."""
    short = socket.gethostname().partition(".")[0].lower()
    return [f"{short}.local"] if _NAME.fullmatch(short) and short != "localhost" else []
