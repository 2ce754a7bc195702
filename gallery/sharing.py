"""A visitor at a shared link with a password: tries are limited, and who knew it is not asked again for half a day."""

from typing import Final

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from gallery.models import Share
from gallery.services import share_password_fits

_COOKIE: Final = "happythings_share"
_UNLOCKED_S: Final = 12 * 60 * 60
_TRIES: Final = {"visitor": "5/5m/key", "address": "30/5m/key", "share": "100/h/key"}
"""Wrong ones from one address (IPv6: one /64) at one link and at all of them, and from everybody at one."""


class TooManyTriesError(Exception):
    """No password is looked at for a while."""


def password_fits(request: HttpRequest, share: Share, password: str) -> bool:
    """Whether this password opens the link. Wrong ones are counted; raises TooManyTriesError after too many."""
    address = ratelimit.get_ip(request)
    keys = {"visitor": f"{share.uid} {address}", "address": address, "share": str(share.uid)}
    tries = []
    for action, key in keys.items():
        usage = ratelimit.consume(request, app="gallery", action=action, config=_TRIES, key=key)
        if usage is None:
            raise TooManyTriesError
        tries.append(usage)
    fits = share_password_fits(share=share, password=password)
    for usage in tries if fits else []:
        usage.rollback()
    return fits


def is_unlocked(request: HttpRequest, share: Share) -> bool:
    """Whether the link asks for no password, or this browser gave today's before."""
    if not share.password:
        return True
    kept = request.get_signed_cookie(_COOKIE, default="", salt=str(share.uid), max_age=_UNLOCKED_S)
    return constant_time_compare(str(kept), _proof(share))


def unlock(response: HttpResponse, share: Share) -> None:
    """Remember in the browser, for this link alone."""
    response.set_signed_cookie(
        _COOKIE,
        _proof(share),
        salt=str(share.uid),
        max_age=_UNLOCKED_S,
        path=reverse("shared", args=[share.token]),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _proof(share: Share) -> str:
    return salted_hmac("gallery.sharing", share.password).hexdigest()
