"""An authority of our own, which phones are told to trust: good for private networks and this server's names alone.

Whoever got hold of its key could sign for nothing else (name constraints, RFC 5280 section 4.2.1.10).
"""

import datetime as dt
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LASTS: Final = dt.timedelta(days=3650)
_CLOCKS_DIFFER: Final = dt.timedelta(days=1)
_NAME: Final = "Happy Things"
_ISSUER: Final = x509.Name(
    [x509.NameAttribute(NameOID.ORGANIZATION_NAME, _NAME), x509.NameAttribute(NameOID.COMMON_NAME, _NAME)]
)
_SERVER: Final = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, _NAME)])
_NAMES: Final = ("localhost", "local")
"""And all names below them."""
_NETWORKS: Final = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),  # RFC 1918
    *("127.0.0.0/8", "::1/128", "169.254.0.0/16", "fe80::/10", "fc00::/7"),
)

_USES: Final = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@dataclass(frozen=True)
class Pair:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


def new_authority(hosts: Iterable[str]) -> Pair:
    """One for private networks and `hosts`."""
    usual = [*(x509.DNSName(name) for name in _NAMES), *(_network(each) for each in _NETWORKS)]
    limits = [*usual, *(_limit(host) for host in hosts if not _within(host, usual))]
    key = generate_private_key(SECP256R1())
    builder = _builder(key, _ISSUER, LASTS).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    builder = builder.add_extension(x509.NameConstraints(limits, None), critical=True)
    return Pair(builder.sign(key, hashes.SHA256()), key)


def sign(authority: Pair, hosts: Iterable[str], lasts: dt.timedelta) -> Pair:
    """A certificate for a server at `hosts`."""
    key = generate_private_key(SECP256R1())
    names = x509.SubjectAlternativeName([_alternative(host) for host in hosts])
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = _builder(key, _SERVER, lasts).add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    builder = builder.add_extension(_usage("digital_signature"), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    builder = builder.add_extension(names, critical=False).add_extension(signer, critical=False)
    return Pair(builder.sign(authority.key, hashes.SHA256()), key)


def is_bounded(certificate: x509.Certificate) -> bool:
    """Whether it vouches for some names and addresses only."""
    return bool(_limits(certificate))


def may_sign(certificate: x509.Certificate, hosts: Iterable[str]) -> bool:
    """Whether an authority is bounded, but not closer than these hosts need."""
    limits = _limits(certificate)
    return all(_within(host, limits) for host in hosts)


def _limits(certificate: x509.Certificate) -> list[x509.GeneralName]:
    try:
        return certificate.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    except x509.ExtensionNotFound:
        return []


def _builder(key: EllipticCurvePrivateKey, subject: x509.Name, lasts: dt.timedelta) -> x509.CertificateBuilder:
    begins = dt.datetime.now(dt.UTC) - _CLOCKS_DIFFER
    builder = x509.CertificateBuilder(_ISSUER, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(begins).not_valid_after(begins + lasts)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _usage(*uses: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{use: use in uses for use in _USES})


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _alternative(host: str) -> x509.GeneralName:
    address = _address(host)
    return x509.IPAddress(address) if address else x509.DNSName(host)


def _limit(host: str) -> x509.GeneralName:
    return _network(host) if _address(host) else x509.DNSName(host)


def _network(network: str) -> x509.IPAddress:
    return x509.IPAddress(ipaddress.ip_network(network))


def _within(host: str, limits: Iterable[x509.GeneralName]) -> bool:
    address = _address(host)
    if address:
        return any(
            isinstance(each, x509.IPAddress) and address in ipaddress.ip_network(str(each.value)) for each in limits
        )
    return any(isinstance(each, x509.DNSName) and f".{host}".endswith(f".{each.value}") for each in limits)
