"""Case 40 of the faults: who moderates is let in by what they may do, and what they look at and do is written down.

Every address of the admin site, for people who are no staff, for staff who may do nothing, and for the three groups.
The statuses for staff who may see photos stand in tests/matrix/admin.py; that a thousand photos are one request in
test_admin.py, and its seconds in `benchmarks/moderation.py`.
"""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from gallery.models import Photo
from gallery.services import album_create, photo_hide, share_create
from tests.gallery.conftest import MakePhoto
from tests.matrix.admin import ROWS
from tests.matrix.row import Row
from tests.matrix.test_matrix import World

OPEN = {
    "admin/", "admin/login/", "admin/logout/", "admin/password_change/", "admin/password_change/done/", "admin/jsi18n/",
}  # fmt: skip
"""What is open to whoever is of the staff, and says nothing of people or photos."""
LISTS = {
    "gallery_photo": "moderator owner",
    "gallery_report": "moderator owner",
    "gallery_appeal": "moderator owner",
    "gallery_share": "moderator owner",
    "gallery_album": "moderator owner",
    "gallery_job": "support owner",
    "gallery_allowance": "support owner",
    "accounts_user": "support owner",
    "accounts_consent": "support owner",
    "account_emailaddress": "support owner",
    "usersessions_usersession": "support owner",
    "accounts_auditentry": "owner",
    "auth_group": "owner",
}


@pytest.fixture
def world(alice: User, charlie: User) -> World:
    return World(alice, charlie, User.objects.create_user("sam", is_staff=True))


def asked(world: World, row: Row, role: str) -> set[int]:
    methods = [method for method in row.answers if method != "HEAD"]
    return {world.ask(role, method, world.path(row), row.body).status_code for method in methods}


def test_the_admin_site_is_not_there_for_people_who_are_no_staff(world: World) -> None:
    seen = {route: asked(world, row, role) for route, row in ROWS.items() for role in ("owner", "other")}
    assert {route for route, statuses in seen.items() if statuses != {404}} == set()


def test_staff_who_may_do_nothing_are_refused_everywhere(world: World) -> None:
    seen = {route: asked(world, row, "staff") for route, row in ROWS.items() if route not in OPEN}
    let_in = {route: statuses for route, statuses in seen.items() if not statuses <= {302, 403, 404}}
    assert let_in == {}
    led_on = {route for route, statuses in seen.items() if 302 in statuses}
    assert all(route.endswith(("<path:object_id>/", "history/")) for route in led_on), led_on
    assert AuditEntry.objects.filter(action="photo_viewed").count() == 0


@pytest.mark.parametrize("group", ["moderator", "support", "owner"])
def test_each_group_sees_its_lists_and_no_other(db: None, group: str) -> None:
    person, client = User.objects.create_user("pat", is_staff=True), Client()
    person.groups.set([Group.objects.get(name=group)])
    client.force_login(person)
    seen = {name: client.get(reverse(f"admin:{name}_changelist")).status_code for name in LISTS}
    assert seen == {name: 200 if group in allowed.split() else 403 for name, allowed in LISTS.items()}


@pytest.mark.parametrize("group", ["moderator", "support"])
def test_each_group_is_refused_at_every_address_of_the_others(world: World, group: str) -> None:
    world.people["staff"].groups.set([Group.objects.get(name=group)])
    others = {route: row for route, row in ROWS.items() if group not in LISTS.get(model_of(route), group).split()}
    assert len(others) > 30
    before = world.rows()
    seen = {route: asked(world, row, "staff") for route, row in others.items()}
    wrong = {
        route: statuses
        for route, statuses in seen.items()
        if not statuses <= ({302, 403} if route.endswith(("<path:object_id>/", "history/")) else {403})
    }
    assert wrong == {}
    assert world.rows() == before


@pytest.mark.parametrize("page", ["photo", "album", "share"])
def test_a_search_tells_moderators_nobodys_address(alice: User, make_photo: MakePhoto, page: str) -> None:
    photo, person, client = make_photo(), User.objects.create_user("pat", is_staff=True), Client()
    share_create(owner=alice, photo=photo)
    album_create(owner=alice, name="Picnic")
    client.force_login(person)
    for group, found in (("moderator", 0), ("owner", 1)):
        person.groups.set([Group.objects.get(name=group)])
        shown = client.get(f"/admin/gallery/{page}/", {"q": "alice@ex"}).context["cl"].result_count
        assert (group, shown) == (group, found)
        assert client.get(f"/admin/gallery/{page}/", {"q": "alice"}).context["cl"].result_count == 1


def model_of(route: str) -> str:
    return "_".join(route.split("/")[1:3])


def test_the_table_above_names_every_list(db: None) -> None:
    lists = {route.split("/")[1] + "_" + route.split("/")[2] for route in ROWS if route.endswith("/add/")}
    assert lists == set(LISTS)


@pytest.mark.parametrize("hidden", ["", "reported"])
def test_every_look_at_somebodys_picture_is_written_down(
    staff: User, staff_client: Client, make_photo: MakePhoto, hidden: str
) -> None:
    photo = make_photo()
    if hidden:
        photo_hide(photo=photo, by=staff, reason=hidden)
    before = AuditEntry.objects.count()
    assert pictures(staff_client, photo) == {"photo.jpg": 200, "thumbnail.jpg": 200, "blurred.jpg": 200}
    looks = AuditEntry.objects.filter(action="photo_viewed", actor=staff.pk, about=photo.owner_id, thing=str(photo.uid))
    assert looks.count() == AuditEntry.objects.count() - before == 2  # a blur shows nobody


def test_who_may_not_look_leaves_no_look(charlie_client: Client, make_photo: MakePhoto) -> None:
    assert set(pictures(charlie_client, make_photo()).values()) == {404}
    assert not AuditEntry.objects.filter(action="photo_viewed").exists()


def pictures(client: Client, photo: Photo) -> dict[str, Any]:
    cache.clear()
    names = ("photo.jpg", "thumbnail.jpg", "blurred.jpg")
    return {name: client.get(f"/admin/gallery/photo/{photo.uid}/{name}").status_code for name in names}


def test_what_is_not_there_is_a_404_for_staff_and_no_look(staff_client: Client, make_photo: MakePhoto) -> None:
    make_photo()
    assert staff_client.get(f"/admin/gallery/photo/{uuid4()}/photo.jpg").status_code == 404
    assert not AuditEntry.objects.filter(action="photo_viewed").exists()
