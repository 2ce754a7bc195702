"""What is shot: the sample album's pages by name, then every other page that the tests walk, by its address."""

import re
from typing import Final

from tests.browser.walk.page import Page
from tests.browser.walk.pages import ERRORS, PAGES

_SAMPLE: Final = {
    "album": "/album/",
    "album_nothing_found": "/album/?q=zzzz",
    "albums": "/albums/",
    "one_album": "{sample_one_album}",
    "album_edit": "{sample_album_edit}",
    "album_smart": "/albums/new/?smart=1",
    "photo": "{sample_photo}",
    "photo_without_memo": "{sample_photo_without_memo}",
    "photo_in_trash": "{sample_photo_in_trash}",
    "calendar": "/album/calendar/",
    "on_this_day": "/album/on-this-day/",
    "slideshow": "/album/slideshow/",
    "strip": "/album/strip/",
    "strip_made": "{sample_strip_made}",
    "trash": "/album/trash/",
    "upload": "/album/upload/",
    "share_new": "{sample_share_new}",
    "share": "{sample_share}",
    "shares": "/shares/",
    "downloads": "/downloads/",
    "account": "/account/",
    "preferences": "/account/preferences/",
    "camera": "/camera/",
}
_SHARED: Final = {
    "shared_photo": "{sample_shared_photo}",
    "shared_album": "{sample_shared_album}",
    "shared_locked": "{sample_shared_locked}",
}


def _named(page: Page) -> str:
    """A name for a file: the address and who looks."""
    words = re.sub(r"[^a-z0-9]+", "-", page.path.lower().partition("(?p")[0]).strip("-") or "home"
    return f"{words}{'' if page.who == 'nobody' else '-' + page.who}{'-sent' * page.sent}"


SHOTS: Final[dict[str, Page]] = {
    **{name: Page(path, "mina") for name, path in _SAMPLE.items()},
    **{name: Page(path) for name, path in _SHARED.items()},
    **{_named(page): page for pages in PAGES.values() for page in pages if page.who != "boss"},
    **{_named(page): page for page in ERRORS},
}
"""The admin site has a look of its own and is left out."""
