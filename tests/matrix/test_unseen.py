"""What staff hid, and what waits for them, is nowhere: every address of the site is asked for it, by everybody.

An address without a row in the matrix fails in tests/test_architecture.py; one under a link without a path here, below.
"""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from gallery import services
from gallery.archive.everything import write_everything
from gallery.models import Album, Photo
from tests.matrix.rows import ROWS
from tests.matrix.unseen import MORE, NAME, ROLES, SHARED, Scene

pytestmark = [pytest.mark.django_db(transaction=True)]

OTHERS = [role for role in ROLES if not role.startswith("owner")]
LINKS = set(SHARED)
SHOWING = LINKS | {
    "album/",
    "album/calendar/",
    "album/on-this-day/",
    "album/slideshow/",
    "album/strip/",
    "album/strip.png",
    "album/trash/",
    "albums/",
    "albums/<uuid:uid>/",
    "downloads/<uuid:uid>/file",
    "photos/<uuid:uid>/",
    "photos/<uuid:uid>/share/",
    "photos/<uuid:uid>/photo.jpg",
    "photos/<uuid:uid>/thumbnail.jpg",
    "photos/<uuid:uid>/card.png",
    "shares/",
    "shares/<uuid:uid>/",
    "api/v1/albums/?$",
    "api/v1/albums/(?P<uid>[^/.]+)/?$",
    "api/v1/calendar/?$",
    "api/v1/exports/(?P<uid>[^/.]+)/file/?$",
    "api/v1/photos/?$",
    "api/v1/photos/(?P<uid>[^/.]+)/?$",
    "api/v1/photos/(?P<uid>[^/.]+)/duplicates/?$",
    "api/v1/photos/(?P<uid>[^/.]+)/photo/?$",
    "api/v1/photos/(?P<uid>[^/.]+)/png/?$",
    "api/v1/photos/(?P<uid>[^/.]+)/thumbnail/?$",
    "api/v1/shares/?$",
    "api/v1/shares/(?P<uid>[^/.]+)/?$",
    "api/v1/strips/png/?$",
}
"""Where the owner, or whoever has a link, sees a photo."""


@pytest.fixture
def scene(alice: User, charlie: User, settings: Settings, tmp_path: Any) -> Scene:
    settings.PHOTO_DIR, settings.EXPORT_DIR = tmp_path / "photos", tmp_path / "exports"
    settings.SHARES_WAIT_FOR_REVIEW, settings.TRUSTED_AFTER = True, 0
    staff = User.objects.create_user("sam", "sam@example.org", "correct-horse-battery", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=["view_photo", "change_photo"]))
    return Scene(alice, charlie, staff)


def test_every_address_under_a_link_is_tried_with_links() -> None:
    assert {route for route in ROWS if route.startswith("s/")} == LINKS
    assert set(MORE) <= set(ROWS)


def test_what_may_be_seen_is_found_and_a_name_that_waits_is_read_by_its_owner_alone(scene: Scene) -> None:
    services.photos_review(photos=Photo.objects.all())
    assert scene.seen("owner", "owner's token") == SHOWING
    assert {role for role, _path in scene.named} == {"owner", "owner's token"}
    assert scene.seen(*OTHERS) == LINKS
    assert {role for role, _path in scene.named} == {"owner", "owner's token"}
    services.names_review(albums=Album.objects.all())
    pages = [Client().get(path).content.decode() for path in scene.paths("s/<slug:token>/")]
    assert [NAME in page for page in pages] == [False, True, True, True]


def test_what_waits_for_review_is_shown_to_its_owner_alone(scene: Scene) -> None:
    assert scene.seen(*OTHERS) == set()
    assert scene.seen("owner", "owner's token") == SHOWING - LINKS


def test_what_is_hidden_is_shown_to_nobody(scene: Scene, bob: User) -> None:
    services.photos_review(photos=Photo.objects.all())
    hidden = Photo.objects.filter(pk__in=[scene.photo.pk, scene.trashed.pk])
    services.photos_hide(photos=hidden, by=bob, reason="reported")
    assert scene.seen(*ROLES) == set()


def test_nothing_is_done_with_what_is_hidden(scene: Scene, bob: User) -> None:
    hidden = Photo.objects.filter(pk__in=[scene.photo.pk, scene.trashed.pk])
    services.photos_hide(photos=hidden, by=bob, reason="reported")
    before = scene.rows()
    answers = scene.answers("owner", "owner's token", *OTHERS)
    assert len(answers) > 10
    assert {status for statuses in answers.values() for status in statuses} <= {302, 401, 403, 404, 405}
    assert scene.rows() == before


def test_what_waits_or_is_hidden_is_in_no_strangers_archive_nor_is_the_hidden_in_its_owners(
    scene: Scene, alice: User, charlie: User, tmp_path: Any
) -> None:
    (tmp_path / "exports").mkdir()

    def archive(owner: User) -> bytes:
        with (tmp_path / "all.zip").open("w+b") as file:
            write_everything(owner, file, lambda _done: None)
            file.seek(0)
            return bytes(file.read())

    pictures = [secret for secret in scene.secrets() if len(secret) > 100]
    assert any(secret in archive(alice) for secret in pictures)
    assert not any(secret in archive(charlie) for secret in pictures)
    services.photos_hide(photos=Photo.objects.filter(pk=scene.photo.pk), by=charlie, reason="reported")
    services.photos_hide(photos=Photo.objects.filter(pk=scene.trashed.pk), by=charlie, reason="reported")
    assert not any(secret in archive(alice) for secret in pictures)
