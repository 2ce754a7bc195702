"""Counts of tries stay, whatever else is counted."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as active
from django.core.cache import cache
from django.test import Client
from environ import Env
from pytest_django import Settings

from accounts.models import User
from happythings.counted_files import counts_forget
from happythings.counting import MAX_ENTRIES, roomy
from happythings.tidying import CHORES
from tests.accounts.doors import sign_in


def configured(url: str) -> dict[str, Any]:
    return roomy(Env.cache_url_config(url))


@pytest.fixture(params=["memory", "files"])
def counts(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> None:
    """The default of one worker as the settings have it, and of several."""
    if request.param == "files":
        settings.CACHES = {"default": configured(f"filecache://{tmp_path / 'cache'}")}
    assert active.CACHES["default"]["OPTIONS"] == {"MAX_ENTRIES": MAX_ENTRIES}


@pytest.mark.usefixtures("counts")
def test_a_thousand_foreign_keys_forget_no_wrong_password(alice: User, client: Client) -> None:
    assert [sign_in(client, "alice", "wrong").status_code for _ in range(5)] == [200] * 5
    for number in range(1_000):
        cache.set(f"foreign-{number}", [1.0], 300)
    assert sign_in(client, "alice", "wrong").status_code == 429


@pytest.mark.parametrize(
    "url", ["locmemcache://x", "filecache:///tmp/x", "dbcache://table", "filecache:///x?timeout=9"]
)
def test_a_cache_that_drops_entries_gets_room(url: str) -> None:
    assert configured(url)["OPTIONS"]["MAX_ENTRIES"] == MAX_ENTRIES


def test_a_size_of_ones_own_stays() -> None:
    assert configured("locmemcache://x?max_entries=7")["OPTIONS"] == {"MAX_ENTRIES": 7}


@pytest.mark.parametrize("url", ["rediscache://127.0.0.1:6379/1", "pymemcache://127.0.0.1:11211"])
def test_servers_that_know_no_such_option_get_none(url: str) -> None:
    assert "OPTIONS" not in configured(url)


def test_counts_in_files_go_when_they_are_over_and_no_earlier(settings: Settings, tmp_path: Path) -> None:
    settings.CACHES = {"default": configured(f"filecache://{tmp_path / 'cache'}")}
    cache.set("over", [1.0], 0.01)
    cache.set("needed", [1.0], 300)
    time.sleep(0.02)
    counts_forget()
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert cache.get("needed") == [1.0]
    assert counts_forget in CHORES
