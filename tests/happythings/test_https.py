"""`make run HTTPS=1` as phones meet it: TLS and plain HTTP on one port, two workers, and the page that helps."""

import datetime as dt
import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.test import Client
from pytest_django import Settings

from benchmarks.people import sessions
from happythings import certificates
from happythings.announcing import announcement
from happythings.certificates import CA_CERTIFICATE, CA_KEY, SERVER_KEY
from happythings.origins import why_refuse
from happythings.trust import fingerprint
from tests.live import Site, serve
from tests.raw_camera import RawCamera


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("data"), HTTPS="1", WORKERS="2") as served:
        yield served


@pytest.fixture(scope="module")
def trusting(site: Site) -> ssl.SSLContext:
    """Somebody who has installed our certificate and trusts nothing else."""
    return ssl.create_default_context(cafile=str(site.data / "tls" / CA_CERTIFICATE))


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


def ask(site: Site, path: str, tls: ssl.SSLContext | None) -> Answer:
    port = urlsplit(site.url).port
    client = http.client.HTTPConnection("localhost", port, timeout=60)
    if tls:
        client = http.client.HTTPSConnection("localhost", port, context=tls, timeout=60)
    with closing(client):
        client.request("GET", path, headers={"Connection": "close"})
        response = client.getresponse()
        return Answer(response.status, response.headers, response.read())


def test_who_trusts_the_certificate_gets_pages_with_cookies_for_tls_alone(site: Site, trusting: ssl.SSLContext) -> None:
    for _ in range(6):  # both workers
        answer = ask(site, "/accounts/login/", trusting)
        assert answer.status == 200
        assert "__Host-happythings_csrf" in (cookie := answer.headers["Set-Cookie"])
        assert "Secure" in cookie
        assert answer.headers["Strict-Transport-Security"] is None


def test_who_does_not_gets_nothing(site: Site) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        ask(site, "/", ssl.create_default_context())


def test_without_tls_one_is_led_to_the_address_with_it(site: Site) -> None:
    answer = ask(site, "/album/?a=b", None)
    assert (answer.status, answer.headers["Location"]) == (301, f"{site.url}/album/?a=b")


def test_the_page_that_helps_is_there_without_tls_and_gives_the_certificate_and_never_a_key(site: Site) -> None:
    answer = ask(site, "/trust/", None)
    page = answer.body.decode()
    assert answer.status == 200
    assert f'href="{site.url}/"' in page
    assert answer.headers["Set-Cookie"] is None
    given = ask(site, "/trust/happy-things.crt", None)
    assert given.headers["Content-Type"] == "application/x-x509-ca-cert"
    certificate = x509.load_der_x509_certificate(given.body)
    assert certificate == x509.load_pem_x509_certificate((site.data / "tls" / CA_CERTIFICATE).read_bytes())
    assert fingerprint(certificate) in page
    for name in (CA_KEY, SERVER_KEY):
        for path in (f"/trust/{name}", f"/static/{name}", f"/static/../tls/{name}"):
            assert ask(site, path, None).status in {301, 404}


def certificate_for_phones(client: Client) -> tuple[str, str]:
    """The page, and the name of the file it gives."""
    page = client.get("/trust/", secure=True).content.decode()
    return page, client.get("/trust/happy-things.crt", secure=True)["Content-Disposition"]


def test_phones_are_told_its_own_name_and_how_far_it_reaches(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.TLS_DIR, settings.HTTPS = tmp_path, True
    certificates.prepare(tmp_path, ["localhost"])
    page, file = certificate_for_phones(client)
    assert "“Happy Things”" in page
    assert "never for other websites" in page
    assert file == 'attachment; filename="happy-things.crt"'
    mkcerts = trusted_elsewhere("mkcert ann@den")
    (tmp_path / CA_CERTIFICATE).write_bytes(mkcerts.public_bytes(Encoding.PEM))
    page, file = certificate_for_phones(client)
    assert "“mkcert ann@den”" in page
    assert "could pretend to be other websites" in page
    assert file == 'attachment; filename="mkcert-annden.crt"'


def trusted_elsewhere(name: str) -> x509.Certificate:
    key, subject = generate_private_key(SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 7, now, now + dt.timedelta(days=1))
    return builder.sign(key, SHA256())


def test_a_folder_left_over_from_tls_offers_nothing_without_it(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.TLS_DIR = tmp_path
    certificates.prepare(tmp_path, ["localhost"])
    for path in ("/trust/", "/trust/happy-things.crt"):
        assert client.get(path).status_code == 404


def test_the_terminal_says_where_phones_begin(site: Site) -> None:
    log = (site.data / "server.log").read_text()
    assert f"Happy Things is at {site.url}" in log
    # SITE_URLS has no address in a network here
    assert "phones need one in SITE_URLS" in log


def test_cameras_come_over_wss_and_not_without(site: Site, trusting: ssl.SSLContext) -> None:
    (session,) = sessions(site, 1)
    camera = RawCamera(site, session, tls=trusting)
    camera.hello()
    camera.socket.close()
    with pytest.raises(AssertionError, match="403"):
        RawCamera(site, session)
    assert "socket refused: it came without TLS" in (site.data / "server.log").read_text()


def test_a_silent_or_broken_beginning_keeps_nobody_else_waiting(site: Site, trusting: ssl.SSLContext) -> None:
    port = urlsplit(site.url).port or 0
    silent = [socket.create_connection(("localhost", port)) for _ in range(8)]
    with socket.create_connection(("localhost", port), timeout=20) as broken:
        broken.sendall(b"\x16\x03\x01\x00\x05hello")
        assert b"HTTP" not in broken.recv(100)
    began = time.monotonic()
    assert ask(site, "/healthz", trusting).status == 200
    assert time.monotonic() - began < 10
    for each in silent:
        each.close()
    assert "Traceback" not in (site.data / "server.log").read_text()


def test_a_socket_without_tls_is_refused_where_there_is_tls(settings: Settings) -> None:
    headers = [(b"host", b"localhost"), (b"x-session-token", b"t")]
    assert why_refuse(headers) is None
    settings.HTTPS = True
    assert why_refuse(headers) == "it came without TLS"
    assert why_refuse(headers, "wss") is None


def test_phones_get_a_code_for_the_first_address_of_the_network(settings: Settings, tmp_path: Path) -> None:
    settings.TLS_DIR, settings.HTTPS = tmp_path, True
    settings.SITE_ORIGINS = ["https://localhost:8000", "https://192.168.0.7:8000", "https://den.local:8000"]
    certificates.prepare(tmp_path, ["localhost"])
    said = announcement(8000)
    assert "http://192.168.0.7:8000/trust/" in said
    assert "https://192.168.0.7:8000 and https://den.local:8000" in said
    assert said.count("█") > 20
