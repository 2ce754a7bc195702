"""Every address of the site for everybody. One without a row fails in tests/test_architecture.py: add it to the file of
its kind beside this one."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.urls import resolve
from pytest_django import Settings

from accounts.models import User
from tests.matrix.row import ROLES, Row
from tests.matrix.rows import ROWS, plain
from tests.matrix.world import Things, things_of

METHODS = ("HEAD", "GET", "POST", "PUT", "PATCH", "DELETE")
REFUSALS = {302, 401, 403, 404, 405, 406, 415}


class World:
    """alice's things, and a fresh client for whoever asks."""

    def __init__(self, owner: User, other: User, staff: User) -> None:
        self.people = {"owner": owner, "other": other, "token": other, "staff": staff}
        self.things: Things = things_of(owner)

    def path(self, row: Row) -> str:
        return row.path.format(**{name: text for name, (_, text) in self.things.items()})

    def missing(self, row: Row) -> str:
        return row.path.format(**{name: _nothing_like(text) for name, (_, text) in self.things.items()})

    def ask(self, role: str, method: str, path: str, body: dict[str, object]) -> Any:
        cache.clear()
        client = Client(raise_request_exception=False)
        headers = {}
        if role != "nobody":
            client.force_login(self.people[role])
        if role == "token":
            headers["X-Session-Token"] = client.session.session_key or ""
            client.cookies.clear()
        form = method == "POST" and not path.startswith(("/api/", "/_allauth/"))
        if method in {"GET", "HEAD"} or form:
            return getattr(client, method.lower())(path, body, headers=headers)
        return getattr(client, method.lower())(path, body, content_type="application/json", headers=headers)

    def rows(self) -> list[Any]:
        return [list(type(thing)._default_manager.filter(pk=thing.pk).values()) for thing, _ in self.things.values()]


def _nothing_like(text: str) -> str:
    return "987654321" if text.isdigit() else str(uuid4())


@pytest.fixture
def world(alice: User, charlie: User, settings: Settings, tmp_path: Any) -> World:
    settings.PHOTO_DIR = tmp_path / "photos"
    staff = User.objects.create_user("sam", "sam@example.org", "correct-horse-battery", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=["view_photo", "change_photo"]))
    return World(alice, charlie, staff)


@pytest.mark.parametrize("route", ROWS)
def test_everybody_gets_what_the_row_says(world: World, route: str) -> None:
    row = ROWS[route]
    path, untouched = world.path(row), world.rows()
    assert plain(resolve(path.partition("?")[0]).route) == route
    wrong = {}
    for role in sorted(ROLES, key="owner".__eq__):
        if role == "owner":
            assert world.rows() == untouched, "a stranger changed something"
        for method in (*(method for method in METHODS if method not in row.answers), *row.answers):
            seen = world.ask(role, method, path, row.body).status_code
            if not _as_it_should(row, method, role, seen):
                wrong[f"{role} {method}"] = seen
    assert wrong == {}


def _as_it_should(row: Row, method: str, role: str, seen: int) -> bool:
    named = "GET" if method == "HEAD" and method not in row.answers else method
    if named in row.answers:
        return seen == row.status(named, role)
    # The admin's pages look alike whatever the method is; staff with permission get to see them.
    staff_page = role == "staff" and row.path.startswith("/admin/")
    return seen in REFUSALS if "{" in row.path and not staff_page else seen < 500


@pytest.mark.parametrize("route", [route for route, row in ROWS.items() if "{" in row.path])
@pytest.mark.parametrize("role", ["other", "token"])
def test_what_is_not_ones_own_is_answered_as_what_is_not_there(world: World, route: str, role: str) -> None:
    row = ROWS[route]
    for method in row.answers:
        foreign = world.ask(role, method, world.path(row), row.body)
        missing = world.ask(role, method, world.missing(row), row.body)
        assert foreign.status_code == missing.status_code
        if row.path.startswith("/api/"):
            assert foreign.content == missing.content
