"""What the terminal says once the server answers: where it is, and with HTTPS a code for a phone's camera."""

import io
from typing import Final
from urllib.parse import urlsplit

import segno
from cryptography import x509
from django.conf import settings

from happythings.certificates import CA_CERTIFICATE
from happythings.site_urls import host_of
from happythings.trust import fingerprint

_HERE: Final = {"localhost", "127.0.0.1", "[::1]"}


def announcement(port: int) -> str:
    """Lines for the terminal."""
    address = next((url for url in settings.SITE_ORIGINS if url.endswith(f":{port}")), settings.SITE_ORIGINS[0])
    lines = [f"\nHappy Things is at {address}   (stop with Ctrl-C)"]
    if settings.HTTPS:
        lines += for_phones()
    return "\n".join([*lines, "An admin account:  make admin\n"])


def for_phones() -> list[str]:
    """Where a phone in the same network begins. Plain HTTP: it trusts the certificate only after that page."""
    elsewhere = [origin for origin in settings.SITE_ORIGINS if host_of(origin) not in _HERE]
    if not elsewhere:
        return ["No address in a network was found; phones need one in SITE_URLS."]
    begin = f"http://{urlsplit(elsewhere[0]).netloc}/trust/"
    authority = x509.load_pem_x509_certificate((settings.TLS_DIR / CA_CERTIFICATE).read_bytes())
    return [
        f"Phones in the same network begin at {begin}, with this code:",
        _code(begin),
        f"From then on it is at {' and '.join(elsewhere)}",
        f"Fingerprint (SHA-256) of its certificate: {fingerprint(authority)}\n",
    ]


def _code(text: str) -> str:
    with io.StringIO() as drawn:
        segno.make(text, error="l", micro=False).terminal(drawn, compact=True)
        return drawn.getvalue()
