"""The REST API."""

from typing import Final

from tests.matrix.row import Row, row

_OPEN: Final = "200 200 200 200 200"
_LIST: Final = "401 200 200 200 200"
_OWN: Final = "401 200 404 404 404"
_PHOTO: Final = "api/v1/photos/(?P<uid>[^/.]+)"
_ALBUM: Final = "api/v1/albums/(?P<uid>[^/.]+)"
_SAYS_NOTHING: Final = "401 400 400 400 400"
_EXPORT: Final = "api/v1/exports/(?P<uid>[^/.]+)"

ROWS: Final[dict[str, Row]] = {
    "api/schema/": row("/api/schema/", GET=_OPEN),
    "api/docs/": row("/api/docs/", GET=_OPEN),
    "api/v1/": row("/api/v1/", GET="404 404 404 404 404", POST="404 404 404 404 404"),
    "api/v1/photos/?$": row("/api/v1/photos/", GET=_LIST),
    f"{_PHOTO}/?$": row("/api/v1/photos/{photo}/", GET=_OWN, PATCH=_OWN, DELETE="401 204 404 404 404"),
    f"{_PHOTO}/make-main/?$": row("/api/v1/photos/{photo}/make-main/", POST=_OWN),
    f"{_PHOTO}/restore/?$": row("/api/v1/photos/{trashed}/restore/", POST=_OWN),
    f"{_PHOTO}/favourite/?$": row("/api/v1/photos/{photo}/favourite/", PUT=_OWN, DELETE=_OWN),
    f"{_PHOTO}/photo/?$": row("/api/v1/photos/{photo}/photo", GET=_OWN),
    f"{_PHOTO}/png/?$": row("/api/v1/photos/{photo}/png", GET=_OWN),
    f"{_PHOTO}/thumbnail/?$": row("/api/v1/photos/{photo}/thumbnail", GET=_OWN),
    f"{_PHOTO}/duplicates/?$": row("/api/v1/photos/{photo}/duplicates/", GET=_OWN),
    "api/v1/albums/?$": row("/api/v1/albums/", GET=_LIST, POST=_SAYS_NOTHING),
    f"{_ALBUM}/?$": row("/api/v1/albums/{album}/", GET=_OWN, PATCH=_OWN, DELETE="401 204 404 404 404"),
    "api/v1/calendar/?$": row("/api/v1/calendar/", GET=_LIST),
    "api/v1/selection/?$": row("/api/v1/selection/", POST=_SAYS_NOTHING),
    # Nobody here has agreed to it.
    "api/v1/uploads/?$": row("/api/v1/uploads/", POST="401 403 403 403 403"),
    "api/v1/analyses/?$": row("/api/v1/analyses/", POST="401 403 403 403 403"),
    "api/v1/strips/png/?$": row("/api/v1/strips/png?photo={photo}&photo={photo}&photo={photo}", GET=_OWN),
    "api/v1/exports/?$": row("/api/v1/exports/", GET=_LIST, POST="401 201 201 201 201"),
    f"{_EXPORT}/?$": row("/api/v1/exports/{job}/", GET=_OWN, DELETE="401 204 404 404 404"),
    f"{_EXPORT}/file/?$": row("/api/v1/exports/{job}/file", GET=_OWN),
    "api/v1/shares/?$": row("/api/v1/shares/", GET=_LIST, POST="401 400 400 400 400"),
    "api/v1/shares/(?P<uid>[^/.]+)/?$": row("/api/v1/shares/{share}/", GET=_OWN, DELETE="401 204 404 404 404"),
    "api/v1/shares/(?P<uid>[^/.]+)/qr/?$": row("/api/v1/shares/{share}/qr", GET=_OWN),
    "api/v1/reports/?$": row("/api/v1/reports/", GET=_LIST, POST="400 400 400 400 400"),
    "api/v1/notices/?$": row("/api/v1/notices/", GET=_LIST),
    "api/v1/notices/read/?$": row("/api/v1/notices/read/", POST="401 204 204 204 204"),
    "api/v1/notices/(?P<uid>[^/.]+)/appeal/?$": row(
        "/api/v1/notices/{notice}/appeal/", POST="401 201 404 404 404", body={"text": "Look again."}
    ),
    # Whose session was opened without a password just now has to give it first.
    "api/v1/me/?$": row("/api/v1/me/", GET=_LIST, DELETE="401 403 403 403 403"),
    "api/v1/me/keep/?$": row("/api/v1/me/keep/", POST=_LIST),
    "api/v1/preferences/?$": row("/api/v1/preferences/", GET=_LIST, PATCH=_LIST),
    "api/v1/consents/?$": row("/api/v1/consents/", GET=_LIST),
    "api/v1/consents/(?P<purpose>[^/.]+)/?$": row("/api/v1/consents/uploads/", PUT="401 400 400 400 400", DELETE=_LIST),
    "api/v1/devices/?$": row("/api/v1/devices/", GET=_LIST, DELETE="401 204 204 204 204"),
    "api/v1/devices/(?P<device>[^/.]+)/?$": row("/api/v1/devices/{device}/", DELETE="401 204 404 404 404"),
}
