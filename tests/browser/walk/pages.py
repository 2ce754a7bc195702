"""Every page there is, by its route. A new address gets a line in PAGES, or in NO_PAGE why it shows nothing."""

from typing import Final

from tests.browser.walk.admin_pages import ADMIN_NO_PAGE, ADMIN_PAGES, drawn_alike
from tests.browser.walk.page import Page

_FORM: Final = "takes a form"
_FILE: Final = "a file"
_ELSEWHERE: Final = "leads elsewhere"
_PROGRAM: Final = "for programs"
_CLOSED: Final = "this way in is switched off"

_SITE: Final[dict[str, tuple[Page, ...]]] = {
    "": (Page("/"),),
    "privacy/": (Page("/privacy/"),),
    "offline/": (Page("/offline/"),),
    "trust/": (Page("/trust/", status=404),),  # test_trust.py looks at it where there is TLS
    # accounts
    "account/": (Page("/account/", "alice"),),
    "account/preferences/": (Page("/account/preferences/", "alice"),),
    "account/delete/": (Page("/account/delete/", "alice"), Page("/account/delete/", "alice", sent=True)),
    "account/leaving/": (Page("/account/leaving/", "leaver"),),
    "consent/": (
        Page("/consent/", "newcomer"),
        Page("/consent/", "newcomer", sent=True),
        Page("/consent/", "alice"),
    ),
    "consent/<slug:purpose>/": (Page("/consent/uploads/", "newcomer"), Page("/consent/learning/", "alice")),
    # capture
    "camera/": (Page("/camera/", "alice"),),
    # gallery
    "album/": (
        Page("/album/", "alice"),
        Page("/album/", "newcomer"),
        Page("/album/?q=nothing+like+it", "alice"),
        Page("/album/?month=2001", "alice"),
        Page("/album/?day_from=2026-02-02&day_to=2026-02-01", "alice", status=400),
    ),
    "album/calendar/": (
        Page("/album/calendar/", "alice"),
        Page("/album/calendar/", "newcomer"),
        Page("/album/calendar/?year=2026", "alice"),
    ),
    "album/on-this-day/": (Page("/album/on-this-day/", "alice"), Page("/album/on-this-day/", "newcomer")),
    "album/slideshow/": (Page("/album/slideshow/", "alice"), Page("/album/slideshow/", "newcomer")),
    "albums/": (Page("/albums/", "alice"), Page("/albums/", "newcomer")),
    "albums/new/": (
        Page("/albums/new/", "alice"),
        Page("/albums/new/", "alice", sent=True),
        Page("/albums/new/?smart=1", "alice", sent=True),
    ),
    "albums/<uuid:uid>/": (Page("/albums/{album}/", "alice"), Page("/albums/{empty_album}/", "alice")),
    "albums/<uuid:uid>/change/": (Page("/albums/{album}/change/", "alice"),),
    "album/upload/": (Page("/album/upload/", "alice"),),
    "album/strip/": (Page("/album/strip/", "alice"), Page("/album/strip/", "newcomer")),
    "album/trash/": (Page("/album/trash/", "alice"), Page("/album/trash/", "newcomer")),
    "downloads/": (Page("/downloads/", "alice"), Page("/downloads/", "newcomer")),
    "photos/<uuid:uid>/": (Page("/photos/{photo}/", "alice"), Page("/photos/{trashed}/", "alice")),
    "photos/<uuid:uid>/share/": (Page("/photos/{photo}/share/", "alice"),),
    "albums/<uuid:uid>/share/": (Page("/albums/{album}/share/", "alice"),),
    "shares/": (Page("/shares/", "alice"), Page("/shares/", "newcomer")),
    "shares/<uuid:uid>/": (Page("/shares/{share}/", "alice"),),
    "s/<slug:token>/": (
        Page("/s/{open_token}/"),
        Page("/s/{album_token}/"),
        Page("/s/{locked_token}/", status=403),
        Page("/s/{locked_token}/", status=403, sent=True),
        Page("/s/nothing/", status=404),
    ),
    "s/<slug:token>/<uuid:uid>/": (Page("/s/{album_token}/{photo}/"),),
    "s/<slug:token>/<uuid:uid>/report/": (
        Page("/s/{album_token}/{photo}/report/"),
        Page("/s/{album_token}/{photo}/report/", sent=True),
    ),
    "notices/<uuid:uid>/appeal/": (
        Page("/notices/{notice}/appeal/", "alice"),
        Page("/notices/{notice}/appeal/", "alice", sent=True),
    ),
    "notices/": (Page("/notices/", "alice"), Page("/notices/", "newcomer")),
    "api/docs/": (Page("/api/docs/"),),
}

_SIGNING_IN: Final[dict[str, tuple[Page, ...]]] = {
    "accounts/login/": (Page("/accounts/login/"), Page("/accounts/login/", sent=True)),
    "accounts/logout/": (Page("/accounts/logout/", "alice"),),
    "accounts/inactive/": (Page("/accounts/inactive/"),),
    "accounts/signup/": (Page("/accounts/signup/"), Page("/accounts/signup/", sent=True)),
    "accounts/reauthenticate/": (Page("/accounts/reauthenticate/", "alice"),),
    "accounts/email/": (Page("/accounts/email/", "alice"), Page("/accounts/email/", "alice", sent=True)),
    "accounts/confirm-email/": (Page("/accounts/confirm-email/"),),
    "accounts/confirm-email/(?P<key>[-:\\w]+)/$": (
        Page("/accounts/confirm-email/{confirmation}/"),
        Page("/accounts/confirm-email/x:y/"),
    ),
    "accounts/password/change/": (
        Page("/accounts/password/change/", "alice"),
        Page("/accounts/password/change/", "alice", sent=True),
    ),
    "accounts/password/set/": (Page("/accounts/password/set/", "guest"),),
    "accounts/password/reset/": (Page("/accounts/password/reset/"),),
    "accounts/password/reset/done/": (Page("/accounts/password/reset/done/"),),
    "accounts/password/reset/key/done/": (Page("/accounts/password/reset/key/done/"),),
    "accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (
        Page("/accounts/password/reset/key/{reset}/"),
        Page("/accounts/password/reset/key/1-x/"),
    ),
    "accounts/sessions/": (Page("/accounts/sessions/", "alice"),),
    "accounts/2fa/": (Page("/accounts/2fa/", "alice"), Page("/accounts/2fa/", "tina")),
    "accounts/2fa/authenticate/": (
        Page("/accounts/2fa/authenticate/", "halfway"),
        Page("/accounts/2fa/authenticate/", "halfway", sent=True),
    ),
    "accounts/2fa/reauthenticate/": (Page("/accounts/2fa/reauthenticate/", "tina"),),
    "accounts/2fa/totp/activate/": (Page("/accounts/2fa/totp/activate/", "alice"),),
    "accounts/2fa/totp/deactivate/": (Page("/accounts/2fa/totp/deactivate/", "tina"),),
    "accounts/2fa/recovery-codes/": (Page("/accounts/2fa/recovery-codes/", "tina"),),
    "accounts/2fa/recovery-codes/generate/": (Page("/accounts/2fa/recovery-codes/generate/", "tina"),),
    "accounts/2fa/webauthn/": (Page("/accounts/2fa/webauthn/", "tina"), Page("/accounts/2fa/webauthn/", "alice")),
    "accounts/2fa/webauthn/add/": (Page("/accounts/2fa/webauthn/add/", "alice"),),
    "accounts/2fa/webauthn/reauthenticate/": (Page("/accounts/2fa/webauthn/reauthenticate/", "tina"),),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": (Page("/accounts/2fa/webauthn/keys/{passkey}/edit/", "tina"),),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": (Page("/accounts/2fa/webauthn/keys/{passkey}/remove/", "tina"),),
    "accounts/3rdparty/": (Page("/accounts/3rdparty/", "alice"), Page("/accounts/3rdparty/", "guest")),
    "accounts/3rdparty/login/cancelled/": (Page("/accounts/3rdparty/login/cancelled/"),),
    "accounts/3rdparty/login/error/": (Page("/accounts/3rdparty/login/error/", status=401),),
    "accounts/3rdparty/signup/": (Page("/accounts/3rdparty/signup/", "arriving"),),
}

ERRORS: Final = (
    Page("/nothing/", status=404),
    Page("/400.html", status=400),
    Page("/403.html", status=403),
    Page("/403_csrf.html", status=403),
    Page("/429.html", status=429),
    Page("/500.html", status=500),
)
"""Those but the first are answered by the test itself with what the templates give: nobody breaks the server for it."""

NO_PAGE: Final[dict[str, str]] = {
    "i18n/setlang/": _FORM,
    "theme/": _FORM,
    "healthz": _PROGRAM,
    "readyz": _PROGRAM,
    "manifest.webmanifest": _PROGRAM,
    "sw.js": _PROGRAM,
    "trust/happy-things.crt": _FILE,
    "api/schema/": _PROGRAM,
    "account/preferences/forget/": _FORM,
    "account/leaving/keep/": _FORM,
    "consent/<slug:purpose>/take-back/": _FORM,
    "consent/take-back/": _FORM,
    "camera/mesh.json": _FILE,
    "album/selection/": _FORM,
    "albums/<uuid:uid>/delete/": _FORM,
    "album/strip.png": _FILE,
    "downloads/everything/": _FORM,
    "downloads/selection/": _FORM,
    "downloads/<uuid:uid>/file": _FILE,
    "downloads/<uuid:uid>/delete/": _FORM,
    "photos/<uuid:uid>/trash/": _FORM,
    "photos/<uuid:uid>/restore/": _FORM,
    "photos/<uuid:uid>/make-main/": _FORM,
    "photos/<uuid:uid>/delete/": _FORM,
    "shares/<uuid:uid>/qr.png": _FILE,
    "shares/<uuid:uid>/revoke/": _FORM,
    "s/<slug:token>/<uuid:uid>/photo.jpg": _FILE,
    "s/<slug:token>/<uuid:uid>/small.jpg": _FILE,
    "photos/<uuid:uid>/photo.jpg": _FILE,
    "photos/<uuid:uid>/thumbnail.jpg": _FILE,
    "photos/<uuid:uid>/card.png": _FILE,
    "accounts/login/code/confirm/": _CLOSED,
    "accounts/sessions/<int:device>/end/": _FORM,
    "accounts/2fa/recovery-codes/download/": _FILE,
    "accounts/2fa/webauthn/login/": _PROGRAM,
    "accounts/social/connections/": _ELSEWHERE,
    "accounts/social/login/cancelled/": _ELSEWHERE,
    "accounts/social/login/error/": _ELSEWHERE,
    "accounts/social/signup/": _ELSEWHERE,
    **ADMIN_NO_PAGE,
}
_FOR_PROGRAMS: Final = ("api/v1/", "_allauth/")

PAGES: Final[dict[str, tuple[Page, ...]]] = {**_SITE, **_SIGNING_IN, **ADMIN_PAGES}


def undescribed(routes: set[str]) -> list[str]:
    """Addresses that nobody said anything about."""
    return sorted(
        route for route in routes if route not in PAGES and route not in NO_PAGE and not _needs_no_word(route)
    )


def _needs_no_word(route: str) -> bool:
    return route.startswith(_FOR_PROGRAMS) or drawn_alike(route)
