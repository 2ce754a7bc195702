"""The admin site's pages, by their routes: of each model the list and one row's page, with what is there to be seen; of
those that Django draws alike for every model, one.
"""

from typing import Final

from tests.browser.walk.page import Page
from tests.matrix.rows import ROWS

_OBJECT: Final = "<path:object_id>"
_ALIKE: Final = ("/add/", "/delete/", "/history/")
_ONE_OF_THEM: Final = (
    "admin/auth/group/add/",
    "admin/accounts/user/add/",
    "admin/account/emailaddress/add/",
    "admin/gallery/allowance/add/",
    f"admin/gallery/photo/{_OBJECT}/history/",
    f"admin/auth/group/{_OBJECT}/delete/",
)

ADMIN_NO_PAGE: Final[dict[str, str]] = {
    "admin/login/": "leads elsewhere",
    "admin/logout/": "takes a form",
    "admin/password_change/": "leads elsewhere",
    "admin/password_change/done/": "nothing leads there",
    "admin/autocomplete/": "for programs",
    "admin/jsi18n/": "a file",
    "admin/r/<path:content_type_id>/<path:object_id>/": "leads elsewhere",
    "admin/(?P<url>.*)$": "leads elsewhere",
    "admin/accounts/auditentry/trail.csv": "a file",
    "admin/gallery/job/<uuid:uid>/file": "a file",
    "admin/gallery/photo/<uuid:uid>/photo.jpg": "a file",
    "admin/gallery/photo/<uuid:uid>/blurred.jpg": "a file",
    "admin/gallery/photo/<uuid:uid>/thumbnail.jpg": "a file",
}


def drawn_alike(route: str) -> bool:
    """Whether another model's page shows the same, or the address only leads to the row's page."""
    alike = route.endswith(_ALIKE) and route not in _ONE_OF_THEM
    return route.startswith("admin/") and (alike or route.endswith(f"{_OBJECT}/"))


def _path(route: str) -> str:
    """`{app_model}` in a path is the key of one such row."""
    if _OBJECT not in route:
        return ROWS[route].path.partition("?")[0]
    _, app, model, _ = route.split("/", 3)
    return "/" + route.replace(_OBJECT, f"{{{app}_{model}}}")


_SENT: Final = (
    "admin/accounts/user/add/",
    f"admin/gallery/photo/{_OBJECT}/change/",
    f"admin/gallery/report/{_OBJECT}/change/",
)
"""A form with complaints, and two actions that ask why."""

ADMIN_PAGES: Final[dict[str, tuple[Page, ...]]] = {
    route: (Page(_path(route), "boss"), *[Page(_path(route), "boss", sent=True)] * (route in _SENT))
    for route in ROWS
    if route.startswith("admin/") and route not in ADMIN_NO_PAGE and not drawn_alike(route)
}
"""The boss sees whatever anybody may see."""
