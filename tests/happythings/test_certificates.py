"""The certificate of our own: for whom it is good, how long it stays, and who may read its key."""

import contextlib
import datetime as dt
import socket
import ssl
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID

from happythings import certificates, lan
from happythings.authority import Pair, may_sign, sign
from happythings.certificates import CA_CERTIFICATE, CA_KEY, SERVER_CERTIFICATE, SERVER_KEY
from happythings.site_urls import usual_urls

HOSTS = ["localhost", "192.168.0.7", "[fd00::7]", "den.local"]


@pytest.fixture(autouse=True)
def _no_mkcert(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def read(folder: Path, name: str = SERVER_CERTIFICATE) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / name).read_bytes())


def test_phones_accept_it(tmp_path: Path) -> None:
    certificates.prepare(tmp_path, HOSTS)
    certificate, authority = read(tmp_path), read(tmp_path, CA_CERTIFICATE)
    certificate.verify_directly_issued_by(authority)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.DNSName)) == {"localhost", "den.local"}
    addresses = {str(each) for each in names.get_values_for_type(x509.IPAddress)}
    assert addresses == {"127.0.0.1", "::1", "192.168.0.7", "fd00::7"}
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc <= dt.timedelta(days=825)


def test_the_authority_signs_for_private_networks_and_these_hosts_alone_and_not_for_ever(tmp_path: Path) -> None:
    certificates.prepare(tmp_path, [*HOSTS, "photos.example.org", "203.0.113.5"])
    authority = read(tmp_path, CA_CERTIFICATE)
    basic = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    assert authority.not_valid_after_utc - authority.not_valid_before_utc == dt.timedelta(days=3650)
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    permitted = {str(each.value) for each in limits.value.permitted_subtrees or []}
    assert limits.critical
    assert permitted >= {"local", "localhost", "192.168.0.0/16", "fc00::/7", "photos.example.org", "203.0.113.5/32"}
    assert not permitted & {"", "org", "example.org", "0.0.0.0/0", "::/0"}


@pytest.mark.parametrize("host", ["bank.example", "8.8.8.8", "notlocal", "2001:db8::1"])
def test_what_it_signs_for_other_hosts_nobody_believes(tmp_path: Path, host: str) -> None:
    certificates.prepare(tmp_path, HOSTS)
    stolen = Pair(read(tmp_path, CA_CERTIFICATE), load_key(tmp_path / CA_KEY))
    assert "verified" in handshake(tmp_path, stolen, "den.local")
    assert "permitted subtree violation" in handshake(tmp_path, stolen, host)


def load_key(path: Path) -> EllipticCurvePrivateKey:
    key = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    return key


def handshake(folder: Path, authority: Pair, host: str) -> str:
    """What a client that trusts the authority alone makes of a server with such a certificate; in memory."""
    pair = sign(authority, [host], certificates.VALID)
    pem = pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "forged.pem").write_bytes(pair.certificate.public_bytes(Encoding.PEM) + pem)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(folder / "forged.pem")
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    trusting = ssl.create_default_context(cafile=str(folder / CA_CERTIFICATE))
    client = trusting.wrap_bio(back, there, server_hostname=host)
    server = serving.wrap_bio(there, back, server_side=True)
    try:
        for side in (client, server):
            with contextlib.suppress(ssl.SSLWantReadError):
                side.do_handshake()
        client.do_handshake()
    except ssl.SSLCertVerificationError as error:
        return str(error)
    return "verified"


def test_an_authority_without_bounds_or_with_too_close_ones_makes_room_for_another(tmp_path: Path) -> None:
    certificates.prepare(tmp_path, HOSTS)
    first = read(tmp_path, CA_CERTIFICATE)
    certificates.prepare(tmp_path, [*HOSTS, "photos.example.org"])
    second = read(tmp_path, CA_CERTIFICATE)
    assert second != first
    read(tmp_path).verify_directly_issued_by(second)
    assert not may_sign(read(tmp_path), ["localhost"])


def test_keys_are_their_owners_alone(tmp_path: Path) -> None:
    certificates.prepare(tmp_path / "tls", HOSTS)
    for name in (SERVER_KEY, CA_KEY):
        assert stat.S_IMODE((tmp_path / "tls" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "tls").stat().st_mode) == 0o700
    assert sorted(path.name for path in (tmp_path / "tls").iterdir()) == [
        CA_KEY,
        CA_CERTIFICATE,
        SERVER_KEY,
        SERVER_CERTIFICATE,
    ]


def test_it_stays_while_it_is_good_and_the_authority_stays_when_it_is_not(tmp_path: Path) -> None:
    certificates.prepare(tmp_path, HOSTS)
    first, authority = read(tmp_path), read(tmp_path, CA_CERTIFICATE)
    certificates.prepare(tmp_path, HOSTS[:2])
    assert read(tmp_path) == first
    certificates.prepare(tmp_path, [*HOSTS, "192.168.0.8"])
    assert read(tmp_path) != first
    assert read(tmp_path, CA_CERTIFICATE) == authority


def test_it_is_renewed_before_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificates.prepare(tmp_path, HOSTS)
    first = read(tmp_path)
    monkeypatch.setattr(certificates, "RENEW", certificates.VALID)
    certificates.prepare(tmp_path, HOSTS)
    assert read(tmp_path) != first


@pytest.mark.parametrize("broken", [SERVER_CERTIFICATE, SERVER_KEY, CA_KEY])
def test_what_is_missing_is_made_again(tmp_path: Path, broken: str) -> None:
    certificates.prepare(tmp_path, HOSTS)
    (tmp_path / broken).unlink()
    certificates.prepare(tmp_path, HOSTS)
    assert (tmp_path / broken).exists()
    read(tmp_path).verify_directly_issued_by(read(tmp_path, CA_CERTIFICATE))


MKCERT = """#!/bin/sh
if [ "$1" = -CAROOT ]; then echo {root}; exit {code}; fi
cp {root}/server.pem "$2"; cp {root}/server.key "$4"; echo "$@" >> {root}/asked
"""


@pytest.fixture
def mkcert(tmp_path: Path) -> Path:
    """A stand-in whose certificates an authority of its own has issued; the folder it calls CAROOT."""
    root = tmp_path / "root"
    certificates.prepare(root, HOSTS)
    (root / CA_CERTIFICATE).rename(root / "rootCA.pem")
    (tmp_path / "bin").mkdir()
    return root


def install(mkcert: Path, code: int = 0) -> None:
    script = mkcert.parent / "bin/mkcert"
    script.write_text(MKCERT.format(root=mkcert, code=code).replace("cp ", "/bin/cp "))
    script.chmod(0o755)


def test_mkcert_is_asked_where_it_is_installed_and_once(mkcert: Path, tmp_path: Path) -> None:
    install(mkcert)
    for _ in range(2):
        certificates.prepare(tmp_path / "tls", HOSTS)
    assert (tmp_path / "tls" / CA_CERTIFICATE).read_bytes() == (mkcert / "rootCA.pem").read_bytes()
    assert not (tmp_path / "tls" / CA_KEY).exists()
    asked = (mkcert / "asked").read_text().splitlines()
    assert len(asked) == 1
    assert all(host.strip("[]") in asked[0] for host in HOSTS)


def test_without_its_help_one_is_made_here(mkcert: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    install(mkcert, code=1)
    certificates.prepare(tmp_path / "tls", HOSTS)
    read(tmp_path / "tls").verify_directly_issued_by(read(tmp_path / "tls", CA_CERTIFICATE))
    assert "mkcert is there but made no certificate" in caplog.text


def test_with_https_every_name_in_the_network_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lan, "addresses", lambda: ["192.168.0.7"])
    monkeypatch.setattr(socket, "gethostname", lambda: "Den.example.org")
    here = ["https://localhost:8000", "https://127.0.0.1:8000"]
    assert usual_urls(8000, https=True) == [*here, "https://192.168.0.7:8000", "https://den.local:8000"]
    assert usual_urls(8000, https=False) == ["http://localhost:8000", "http://127.0.0.1:8000"]
    monkeypatch.setattr(socket, "gethostname", lambda: "no name_at all")
    assert lan.names() == []


def test_own_addresses_are_found_without_sending_anything_and_none_of_this_machine_alone() -> None:
    assert not [address for address in lan.addresses() if address.startswith("127.")]
