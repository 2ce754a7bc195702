"""The certificate of `make run HTTPS=1`: from mkcert where it is installed, else from an authority made here once.

All of it lies under DATA_DIR/tls; its keys are readable by their owner alone, and no page ever serves them.
"""

import datetime as dt
import ipaddress
import logging
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from happythings.authority import Pair, may_sign, new_authority, sign

logger = logging.getLogger(__name__)
CA_CERTIFICATE: Final = "ca.pem"
SERVER_CERTIFICATE: Final = "server.pem"
SERVER_KEY: Final = "server.key"
CA_KEY: Final = "ca.key"
VALID: Final = dt.timedelta(days=397)
"""iOS takes no longer than 825 days from an authority that its owner installed (support.apple.com/en-us/103769)."""
RENEW: Final = dt.timedelta(days=60)
"""A certificate with less left is replaced at the next start."""
_ALWAYS: Final = ("localhost", "127.0.0.1", "::1")


def prepare(folder: Path, hosts: Iterable[str]) -> None:
    """Have a certificate in `folder` that is good for `hosts` and for this machine itself; one that still is stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = sorted({host.strip("[]").encode("idna").decode() for host in hosts} | set(_ALWAYS))
    mkcert = shutil.which("mkcert")
    if mkcert and _from_mkcert(mkcert, folder, wanted):
        return
    authority = _authority(folder, wanted)
    if not _still_good(folder, wanted):
        server = sign(authority, wanted, VALID)
        _keep(server, folder / SERVER_CERTIFICATE, folder / SERVER_KEY)


def _authority(folder: Path, hosts: list[str]) -> Pair:
    """The one of last time, since phones were told to trust it; a new one where that may not sign for these hosts."""
    certificate, key = folder / CA_CERTIFICATE, folder / CA_KEY
    if key.exists() and certificate.exists():
        last = _load(certificate, key)
        if may_sign(last.certificate, hosts) and _left(last.certificate) > VALID:
            return last
        logger.warning("a new authority is made, which phones have to be told to trust")
    authority = new_authority(hosts)
    _keep(authority, certificate, key)
    return authority


def _load(certificate: Path, key: Path) -> Pair:
    read = load_pem_private_key(key.read_bytes(), None)
    if not isinstance(read, EllipticCurvePrivateKey):
        raise TypeError(f"{key} is not an authority's key that was made here")
    return Pair(x509.load_pem_x509_certificate(certificate.read_bytes()), read)


def _keep(pair: Pair, certificate: Path, key: Path) -> None:
    _write(key, pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _write(certificate, pair.certificate.public_bytes(Encoding.PEM))


def _left(certificate: x509.Certificate) -> dt.timedelta:
    return certificate.not_valid_after_utc - dt.datetime.now(dt.UTC)


def _still_good(folder: Path, hosts: list[str]) -> bool:
    """Whether the certificate is of today's authority, for all these hosts, and for a while to come."""
    try:
        certificate = x509.load_pem_x509_certificate((folder / SERVER_CERTIFICATE).read_bytes())
        authority = x509.load_pem_x509_certificate((folder / CA_CERTIFICATE).read_bytes())
        certificate.verify_directly_issued_by(authority)
    except Exception as error:  # noqa: BLE001  missing, broken, another's: in each case a new one is made
        logger.info("a new certificate is made (%s)", type(error).__name__)
        return False
    lasting = _left(certificate) > RENEW
    return lasting and (folder / SERVER_KEY).exists() and set(hosts) <= _hosts_of(certificate)


def _hosts_of(certificate: x509.Certificate) -> set[str]:
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = names.get_values_for_type(x509.IPAddress)
    return {*names.get_values_for_type(x509.DNSName), *(str(ipaddress.ip_address(str(each))) for each in addresses)}


def _from_mkcert(mkcert: str, folder: Path, hosts: list[str]) -> bool:
    """Ask mkcert, whose authority this machine's browsers may trust already; whether it did."""
    try:
        root = subprocess.run([mkcert, "-CAROOT"], check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
        authority = (Path(root) / "rootCA.pem").read_bytes() if (Path(root) / "rootCA.pem").exists() else b""
        if authority and authority == _read(folder / CA_CERTIFICATE) and _still_good(folder, hosts):
            return True
        files = ["-cert-file", str(folder / SERVER_CERTIFICATE), "-key-file", str(folder / SERVER_KEY)]
        subprocess.run([mkcert, *files, *hosts], check=True, capture_output=True)  # noqa: S603 - hosts are SITE_URLS'
        _write(folder / CA_CERTIFICATE, (Path(root) / "rootCA.pem").read_bytes())
    except (OSError, subprocess.CalledProcessError) as error:
        logger.warning("mkcert is there but made no certificate (%s); making one without it", error)
        return False
    (folder / CA_KEY).unlink(missing_ok=True)  # of an authority that is no longer used
    (folder / SERVER_KEY).chmod(0o600)
    return True


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
