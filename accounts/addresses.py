"""From which network somebody comes."""

from ipaddress import IPv6Address, ip_address, ip_network

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest


def network_of(request: HttpRequest | None) -> str:
    """The client's IPv4 address, or the /64 of its IPv6 one: a household either way. Empty where there is none."""
    found = get_client_ip(request) if request else None
    return network(found) if found else ""


def network(address: str) -> str:
    """`203.0.113.7` stays; `2001:db8:1:2:3:4:5:6` is `2001:db8:1:2::/64`; empty for anything else."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return str(ip)
