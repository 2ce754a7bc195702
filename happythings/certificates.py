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

import trustme
from cryptography import x509

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
    wanted = sorted({host.strip("[]") for host in hosts} | set(_ALWAYS))
    mkcert = shutil.which("mkcert")
    if mkcert and _from_mkcert(mkcert, folder, wanted):
        return
    authority = _authority(folder)
    if not _still_good(folder, wanted):
        _issue(authority, folder, wanted)


def _authority(folder: Path) -> trustme.CA:
    """The one of last time, or a new one. It stays: phones were told to trust it."""
    certificate, key = folder / CA_CERTIFICATE, folder / CA_KEY
    if key.exists() and certificate.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    authority = trustme.CA(organization_name="Happy Things", organization_unit_name="Happy Things at home")
    _write(key, authority.private_key_pem.bytes())
    _write(certificate, authority.cert_pem.bytes())
    return authority


def _issue(authority: trustme.CA, folder: Path, hosts: list[str]) -> None:
    now = dt.datetime.now(dt.UTC)
    issued = authority.issue_cert(
        *hosts,
        organization_name="Happy Things",
        not_before=now - dt.timedelta(days=1),  # phones' clocks differ
        not_after=now + VALID,
    )
    _write(folder / SERVER_KEY, issued.private_key_pem.bytes())
    _write(folder / SERVER_CERTIFICATE, issued.cert_chain_pems[0].bytes())


def _still_good(folder: Path, hosts: list[str]) -> bool:
    """Whether the certificate is of today's authority, for all these hosts, and for a while to come."""
    try:
        certificate = x509.load_pem_x509_certificate((folder / SERVER_CERTIFICATE).read_bytes())
        authority = x509.load_pem_x509_certificate((folder / CA_CERTIFICATE).read_bytes())
        certificate.verify_directly_issued_by(authority)
    except Exception as error:  # noqa: BLE001  missing, broken, another's: in each case a new one is made
        logger.info("a new certificate is made (%s)", type(error).__name__)
        return False
    lasting = certificate.not_valid_after_utc - dt.datetime.now(dt.UTC) > RENEW
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
