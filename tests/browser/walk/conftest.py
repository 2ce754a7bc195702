"""A site of its own, with somebody in every state and two ways in from elsewhere."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.walk.world import World, world_of
from tests.live import Site, launch, serve

ELSEWHERE = {
    "GOOGLE_CLIENT_ID": "a",
    "GOOGLE_CLIENT_SECRET": "b",
    "OIDC_SERVER_URL": "https://id.example.org",
    "OIDC_CLIENT_ID": "a",
    "OIDC_CLIENT_SECRET": "b",
}


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("walk"), **ELSEWHERE) as served:
        yield served


@pytest.fixture(scope="package")
def world(site: Site) -> World:
    return world_of(site)


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()
