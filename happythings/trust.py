"""A page that helps a phone to trust the certificate of `make run HTTPS=1`, and the certificate to take along.

It is there over plain HTTP too, since nothing else shows before that without a warning; what could be exchanged on the
way is told by the fingerprint, which the terminal prints as well. Keys are never served.
"""

from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from happythings.authority import is_bounded
from happythings.certificates import CA_CERTIFICATE

_TYPE: Final = "application/x-x509-ca-cert"
"""iOS offers to install it as a profile, Android to install it as an authority."""


@require_safe
@never_cache
def trust(request: HttpRequest) -> HttpResponse:
    """What to do on an iPhone, on Android, on a computer, and the way on."""
    authority = _authority()
    context = {
        "name": _name_of(authority),
        "file": _file_of(authority),
        "bounded": is_bounded(authority),
        "fingerprint": fingerprint(authority),
        "address": f"https://{request.get_host()}/",
    }
    return render(request, "site/trust.html", context)


@require_safe
@never_cache
def trust_certificate(_request: HttpRequest) -> HttpResponse:
    """The authority's certificate as DER."""
    authority = _authority()
    response = HttpResponse(authority.public_bytes(Encoding.DER), content_type=_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{_file_of(authority)}"'
    return response


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 in pairs of hexadecimal digits, as phones show it."""
    return certificate.fingerprint(hashes.SHA256()).hex(" ").upper()


def _name_of(certificate: x509.Certificate) -> str:
    """As phones call it: with mkcert it is not ours."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _file_of(certificate: x509.Certificate) -> str:
    return f"{slugify(_name_of(certificate))}.crt"


def _authority() -> x509.Certificate:
    """The one that phones are to trust. Raises Http404 where there is none, or TLS ends somewhere else."""
    if not settings.HTTPS:
        raise Http404
    try:
        return x509.load_pem_x509_certificate((settings.TLS_DIR / CA_CERTIFICATE).read_bytes())
    except (OSError, ValueError) as error:
        raise Http404 from error
