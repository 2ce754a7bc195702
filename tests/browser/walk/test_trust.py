"""The page that helps phones, which is there only where this server ends TLS itself."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.walk.page import Page
from tests.browser.walk.walker import Walker
from tests.browser.walk.world import World
from tests.live import serve

pytestmark = pytest.mark.browser


def test_nothing_is_wrong_with_the_page_that_helps_phones(browser: Browser, tmp_path: Path) -> None:
    nobody = World(names={}, sessions={}, errors={})
    with serve(tmp_path, HTTPS="1") as site:
        wrong = [Walker(browser, site, nobody, language).walk([Page("/trust/")]) for language in ("en", "ko")]
    assert wrong == [{}, {}]
