"""The site's own pages: front door, album, camera, health."""

from typing import Final

from tests.matrix.row import Row, row

_OPEN: Final = "200 200 200 200 200"
_SIGNED_IN: Final = "302 200 200 302 200"
_DONE: Final = "302 302 302 302 302"
_OWN: Final = "302 200 404 302 404"
_ABSENT: Final = "404 404 404 404 404"
_OWN_DONE: Final = "302 302 404 302 404"

ROWS: Final[dict[str, Row]] = {
    "": row("/", GET="200 302 302 200 302"),
    "privacy/": row("/privacy/", GET=_OPEN),
    "i18n/setlang/": row("/i18n/setlang/", GET=_DONE, POST=_DONE),
    "theme/": row("/theme/", POST=_DONE),
    "healthz": row("/healthz", GET=_OPEN),
    "readyz": row("/readyz", GET=_OPEN),
    "manifest.webmanifest": row("/manifest.webmanifest", GET=_OPEN),
    "sw.js": row("/sw.js", GET=_OPEN),
    "offline/": row("/offline/", GET=_OPEN),
    # Only where the server made its own certificate; tests/happythings/test_https.py sees what is there then.
    "trust/": row("/trust/", GET=_ABSENT),
    "trust/happy-things.crt": row("/trust/happy-things.crt", GET=_ABSENT),
    # accounts
    "account/": row("/account/", GET=_SIGNED_IN),
    "account/preferences/": row("/account/preferences/", GET=_SIGNED_IN, POST="302 400 400 302 400"),
    "account/preferences/forget/": row("/account/preferences/forget/", POST=_DONE),
    "account/delete/": row("/account/delete/", GET=_DONE, POST=_DONE),
    "account/leaving/": row("/account/leaving/", GET=_DONE),
    "account/leaving/keep/": row("/account/leaving/keep/", POST=_DONE),
    "consent/<slug:purpose>/": row("/consent/uploads/", GET=_SIGNED_IN, POST="302 400 400 302 400"),
    "consent/<slug:purpose>/take-back/": row("/consent/uploads/take-back/", POST=_DONE),
    "consent/": row("/consent/", GET=_SIGNED_IN, POST="302 400 400 302 400"),
    "consent/take-back/": row("/consent/take-back/", POST=_DONE),
    # capture: without consent the camera leads there
    "camera/": row("/camera/", GET=_DONE),
    "camera/mesh.json": row("/camera/mesh.json", GET=_OPEN),
    # gallery
    "album/": row("/album/", GET=_SIGNED_IN),
    "album/calendar/": row("/album/calendar/", GET=_SIGNED_IN),
    "album/on-this-day/": row("/album/on-this-day/", GET=_SIGNED_IN),
    "album/slideshow/": row("/album/slideshow/", GET=_SIGNED_IN),
    "album/selection/": row("/album/selection/", POST="302 400 400 302 400"),
    "albums/": row("/albums/", GET=_SIGNED_IN),
    "albums/new/": row("/albums/new/", GET=_SIGNED_IN, POST="302 400 400 302 400"),
    "albums/<uuid:uid>/": row("/albums/{album}/", GET=_OWN),
    "albums/<uuid:uid>/change/": row("/albums/{album}/change/", GET=_OWN, POST="302 400 404 302 404"),
    "albums/<uuid:uid>/delete/": row("/albums/{album}/delete/", POST=_OWN_DONE),
    "album/upload/": row("/album/upload/", GET=_DONE),
    "album/strip/": row("/album/strip/", GET=_SIGNED_IN),
    "album/strip.png": row("/album/strip.png?photo={photo}&photo={photo}&photo={photo}", GET=_OWN),
    "album/trash/": row("/album/trash/", GET=_SIGNED_IN),
    "downloads/": row("/downloads/", GET=_SIGNED_IN),
    "downloads/everything/": row("/downloads/everything/", POST=_DONE),
    "downloads/selection/": row("/downloads/selection/", POST="302 400 400 302 400"),
    "downloads/<uuid:uid>/file": row("/downloads/{job}/file", GET=_OWN),
    "downloads/<uuid:uid>/delete/": row("/downloads/{job}/delete/", POST=_OWN_DONE),
    "photos/<uuid:uid>/": row("/photos/{photo}/", GET=_OWN, POST=_OWN_DONE),
    "photos/<uuid:uid>/trash/": row("/photos/{photo}/trash/", POST=_OWN_DONE),
    "photos/<uuid:uid>/restore/": row("/photos/{trashed}/restore/", POST=_OWN_DONE),
    "photos/<uuid:uid>/make-main/": row("/photos/{photo}/make-main/", POST=_OWN_DONE),
    "photos/<uuid:uid>/delete/": row("/photos/{trashed}/delete/", POST=_OWN_DONE),
    "photos/<uuid:uid>/share/": row("/photos/{photo}/share/", GET=_OWN, POST=_OWN_DONE),
    "albums/<uuid:uid>/share/": row("/albums/{album}/share/", GET=_OWN, POST=_OWN_DONE),
    "shares/": row("/shares/", GET=_SIGNED_IN),
    "shares/<uuid:uid>/": row("/shares/{share}/", GET=_OWN),
    "shares/<uuid:uid>/qr.png": row("/shares/{share}/qr.png", GET=_OWN),
    "shares/<uuid:uid>/revoke/": row("/shares/{share}/revoke/", POST=_OWN_DONE),
    # Open to whoever has the link; tests/gallery/test_shared.py knows what shows. This token opens nothing.
    "s/<slug:token>/": row("/s/nothing/", GET=_ABSENT, POST=_ABSENT),
    "s/<slug:token>/<uuid:uid>/": row("/s/nothing/{photo}/", GET=_ABSENT),
    "s/<slug:token>/<uuid:uid>/photo.jpg": row("/s/nothing/{photo}/photo.jpg", GET=_ABSENT),
    "s/<slug:token>/<uuid:uid>/small.jpg": row("/s/nothing/{photo}/small.jpg", GET=_ABSENT),
    "s/<slug:token>/<uuid:uid>/report/": row("/s/nothing/{photo}/report/", GET=_ABSENT, POST=_ABSENT),
    "notices/": row("/notices/", GET=_SIGNED_IN),
    "notices/<uuid:uid>/appeal/": row("/notices/{notice}/appeal/", GET=_OWN, POST="302 400 404 302 404"),
    "photos/<uuid:uid>/photo.jpg": row("/photos/{photo}/photo.jpg", GET=_OWN),
    "photos/<uuid:uid>/thumbnail.jpg": row("/photos/{photo}/thumbnail.jpg", GET=_OWN),
    "photos/<uuid:uid>/card.png": row("/photos/{photo}/card.png", GET=_OWN),
}
