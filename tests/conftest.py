"""One cast for every test: alice owns, bob is a friend, charlie must see nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management.commands import flush
from django.test import Client
from django.utils import translation

from accounts.audit_lock import UNLOCK
from accounts.models import User
from tests.parts import IN_CI, MISSING

PASSWORD = "correct-horse-battery"
UNKNOWN_ID = "7d3c1a5e-0f42-4c7b-9d51-2b8f6a90e3c4"
"""Nobody's; the same in every process, since it is part of tests' names."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, missing in MISSING.items():
        if item.get_closest_marker(marker) and (reason := missing()):
            (pytest.fail if IN_CI else pytest.skip)(reason)


def _person(name: str) -> User:
    return User.objects.create_user(username=name, email=f"{name}@example.org", password=PASSWORD)


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    """Limits on tries are counted in the cache: every test starts with none."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """An earlier test may have asked for a Korean page, which leaves its language in the thread."""
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _audit_trail_can_be_emptied() -> Iterator[None]:
    """Between two tests that share one database. Django then sets the lock again, as after every migration."""
    kept = vars(flush)["sql_flush"]

    def emptied(style: Any, connection: Any, **how: Any) -> list[str]:
        return [*UNLOCK[connection.vendor], *kept(style, connection, **how)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", emptied)
        yield


@pytest.fixture
def alice(db: None) -> User:
    return _person("alice")


@pytest.fixture
def bob(db: None) -> User:
    return _person("bob")


@pytest.fixture
def charlie(db: None) -> User:
    return _person("charlie")


@pytest.fixture
def alice_client(alice: User) -> Client:
    return _client(alice)


@pytest.fixture
def bob_client(bob: User) -> Client:
    return _client(bob)


@pytest.fixture
def charlie_client(charlie: User) -> Client:
    return _client(charlie)
