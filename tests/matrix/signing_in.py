"""django-allauth's pages under /accounts/, and its JSON under /_allauth/, which believes tokens and no cookies."""

from typing import Final

from tests.matrix.row import Row, row

_OPEN: Final = "200 200 200 200 200"
_SIGNED_IN: Final = "302 200 200 302 200"
_SIGNED_OUT: Final = "200 302 302 200 302"
_ELSEWHERE: Final = "302 302 302 302 302"
_MOVED: Final = "301 301 301 301 301"
_NONE_YET: Final = "302 404 404 302 404"
_INVALID: Final = "400 400 400 400 400"
_NOTHING_BEGUN: Final = "409 409 409 409 409"
_ABSENT: Final = "404 404 404 404 404"
_NOBODY: Final = "401 401 401 401 401"
_TOKEN: Final = "401 401 401 200 401"
_TOKEN_INVALID: Final = "401 401 401 400 401"

_PAGES: Final[dict[str, Row]] = {
    "accounts/login/": row("/accounts/login/", GET=_SIGNED_OUT, POST=_SIGNED_OUT),
    "accounts/logout/": row("/accounts/logout/", GET=_SIGNED_IN, POST=_ELSEWHERE),
    "accounts/inactive/": row("/accounts/inactive/", GET=_OPEN),
    "accounts/signup/": row("/accounts/signup/", GET=_SIGNED_OUT, POST=_SIGNED_OUT),
    "accounts/reauthenticate/": row("/accounts/reauthenticate/", GET=_SIGNED_IN, POST=_SIGNED_IN),
    "accounts/email/": row("/accounts/email/", GET=_SIGNED_IN, POST=_ELSEWHERE),
    "accounts/confirm-email/": row("/accounts/confirm-email/", GET=_OPEN),
    "accounts/confirm-email/(?P<key>[-:\\w]+)/$": row("/accounts/confirm-email/x:y/", GET=_OPEN, POST=_ABSENT),
    "accounts/password/change/": row("/accounts/password/change/", GET=_SIGNED_IN, POST=_SIGNED_IN),
    "accounts/password/set/": row("/accounts/password/set/", GET=_ELSEWHERE, POST=_ELSEWHERE),
    "accounts/password/reset/": row("/accounts/password/reset/", GET=_OPEN, POST=_OPEN),
    "accounts/password/reset/done/": row("/accounts/password/reset/done/", GET=_OPEN),
    "accounts/password/reset/key/done/": row("/accounts/password/reset/key/done/", GET=_OPEN),
    "accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": row(
        "/accounts/password/reset/key/1-x/", GET=_OPEN, POST=_OPEN
    ),
    "accounts/login/code/confirm/": row("/accounts/login/code/confirm/", GET=_ELSEWHERE, POST=_ELSEWHERE),
    "accounts/sessions/": row("/accounts/sessions/", GET=_SIGNED_IN, POST=_ELSEWHERE),
    "accounts/sessions/<int:device>/end/": row("/accounts/sessions/{device}/end/", POST="302 302 404 302 404"),
    # Whoever was not asked for a password just now is asked: nobody's passkey is touched before that.
    "accounts/2fa/": row("/accounts/2fa/", GET=_SIGNED_IN),
    "accounts/2fa/authenticate/": row("/accounts/2fa/authenticate/", GET=_ELSEWHERE, POST=_ELSEWHERE),
    "accounts/2fa/reauthenticate/": row("/accounts/2fa/reauthenticate/", GET=_ELSEWHERE, POST=_ELSEWHERE),
    "accounts/2fa/totp/activate/": row("/accounts/2fa/totp/activate/", GET=_ELSEWHERE, POST=_ELSEWHERE),
    "accounts/2fa/totp/deactivate/": row("/accounts/2fa/totp/deactivate/", GET=_NONE_YET, POST=_NONE_YET),
    "accounts/2fa/recovery-codes/": row("/accounts/2fa/recovery-codes/", GET=_NONE_YET),
    "accounts/2fa/recovery-codes/download/": row("/accounts/2fa/recovery-codes/download/", GET=_NONE_YET),
    "accounts/2fa/recovery-codes/generate/": row(
        "/accounts/2fa/recovery-codes/generate/", GET=_ELSEWHERE, POST=_ELSEWHERE
    ),
    "accounts/2fa/webauthn/": row("/accounts/2fa/webauthn/", GET=_SIGNED_IN),
    "accounts/2fa/webauthn/add/": row("/accounts/2fa/webauthn/add/", GET=_ELSEWHERE, POST=_ELSEWHERE),
    "accounts/2fa/webauthn/login/": row("/accounts/2fa/webauthn/login/", GET=_ELSEWHERE, POST=_ELSEWHERE),
    "accounts/2fa/webauthn/reauthenticate/": row(
        "/accounts/2fa/webauthn/reauthenticate/", GET=_ELSEWHERE, POST=_ELSEWHERE
    ),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": row(
        "/accounts/2fa/webauthn/keys/1/edit/", GET=_ELSEWHERE, POST=_ELSEWHERE
    ),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": row(
        "/accounts/2fa/webauthn/keys/1/remove/", GET=_ELSEWHERE, POST=_ELSEWHERE
    ),
    "accounts/3rdparty/": row("/accounts/3rdparty/", GET=_SIGNED_IN, POST=_SIGNED_IN),
    "accounts/3rdparty/login/cancelled/": row("/accounts/3rdparty/login/cancelled/", GET=_OPEN),
    "accounts/3rdparty/login/error/": row("/accounts/3rdparty/login/error/", GET="401 401 401 401 401"),
    "accounts/3rdparty/signup/": row("/accounts/3rdparty/signup/", GET=_ELSEWHERE, POST=_ELSEWHERE),
    "accounts/social/connections/": row("/accounts/social/connections/", GET=_MOVED),
    "accounts/social/login/cancelled/": row("/accounts/social/login/cancelled/", GET=_MOVED),
    "accounts/social/login/error/": row("/accounts/social/login/error/", GET=_MOVED),
    "accounts/social/signup/": row("/accounts/social/signup/", GET=_MOVED),
}


def _app(path: str, **answers: str) -> dict[str, Row]:
    return {f"_allauth/app/v1/{path}": row(f"/_allauth/app/v1/{path}", body=None, **answers)}


_PROGRAMS: Final[dict[str, Row]] = {
    **_app("config", GET=_OPEN),
    **_app("auth/session", GET=_TOKEN, DELETE="401 401 401 401 401"),
    **_app("auth/reauthenticate", POST=_TOKEN_INVALID),
    **_app("auth/code/confirm", POST=_NOTHING_BEGUN),
    **_app("auth/password/request", POST=_INVALID),
    **_app("auth/password/reset", GET=_INVALID, POST=_INVALID),
    **_app("auth/login", POST=_INVALID),
    **_app("auth/signup", POST=_INVALID),
    **_app("auth/email/verify", GET=_INVALID, POST=_INVALID),
    **_app("auth/email/verify/resend", POST=_NOTHING_BEGUN),
    **_app("auth/phone/verify", GET=_ABSENT, POST=_ABSENT),
    **_app("auth/phone/verify/resend", POST=_ABSENT),
    **_app("account/password/change", POST=_TOKEN_INVALID),
    **_app("account/email", GET=_TOKEN, POST="409 409 409 400 409", PUT=_TOKEN_INVALID, DELETE=_TOKEN_INVALID),
    **_app("account/phone", GET=_ABSENT, POST=_ABSENT),
    **_app("auth/sessions", GET=_TOKEN, DELETE=_TOKEN_INVALID),
    **_app("tokens/refresh", POST=_INVALID),
    **_app("account/authenticators", GET=_TOKEN),
    **_app(
        "account/authenticators/recovery-codes", HEAD=_TOKEN_INVALID, GET="401 401 401 404 401", POST=_TOKEN_INVALID
    ),
    **_app("account/authenticators/totp", GET="401 401 401 404 401", POST=_TOKEN_INVALID, DELETE=_TOKEN),
    **_app("account/authenticators/webauthn", GET=_NOBODY, POST=_TOKEN_INVALID, PUT=_TOKEN_INVALID),
    **_app("account/providers", GET=_TOKEN, DELETE=_TOKEN_INVALID),
    **_app("auth/2fa/authenticate", POST=_NOBODY),
    **_app("auth/2fa/reauthenticate", POST=_TOKEN_INVALID),
    **_app("auth/provider/redirect", POST=_NOBODY),
    **_app("auth/provider/signup", GET=_NOTHING_BEGUN, POST=_NOTHING_BEGUN),
    **_app("auth/provider/token", POST=_INVALID),
    **_app("auth/webauthn/authenticate", GET=_NOBODY, POST=_NOBODY),
    **_app("auth/webauthn/login", GET=_OPEN, POST=_INVALID),
    **_app("auth/webauthn/reauthenticate", GET=_TOKEN, POST=_TOKEN_INVALID),
}

ROWS: Final[dict[str, Row]] = {**_PAGES, **_PROGRAMS}
