"""Photos that staff delete leave news for their owner; what staff hid is deleted by nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from gallery import services
from gallery.models import Appeal, Notice, NoticeKind, Photo
from gallery.services import tidying
from tests.gallery.conftest import MakePhoto

LIST = "/admin/gallery/photo/"


@pytest.fixture
def appealed(alice: User, staff: User, make_photo: MakePhoto) -> Photo:
    photo = services.photo_hide(photo=make_photo(), by=staff, reason="reported")
    services.appeal_create(notice=Notice.objects.get(user=alice), text="It is my cat.")
    return photo


def test_whose_photo_staff_delete_under_appeal_is_told(
    alice: User, alice_client: Client, admin_client: Client, appealed: Photo
) -> None:
    chosen = {"action": "delete", "_selected_action": [appealed.pk], "newest": appealed.pk}
    asked = admin_client.post(LIST, chosen).content.decode()
    assert "Its owner reads the reason." in asked
    admin_client.post(LIST, chosen | {"apply": "1", "reason": "<b>shows</b> a child"})
    assert not Photo.objects.exists()
    notice = Notice.objects.get(user=alice)
    assert (notice.kind, notice.reason, notice.photo) == (NoticeKind.DELETED, "<b>shows</b> a child", None)
    assert notice.mail_due_at is not None
    alice.refresh_from_db()
    assert (alice.unread_notices, Appeal.objects.count()) == (1, 0)
    page = alice_client.get("/notices/").content.decode()
    assert "deleted your photo of Nov. 20, 2026" in page
    assert "&lt;b&gt;shows&lt;/b&gt; a child" in page
    (told,) = alice_client.get("/api/v1/notices/").json()
    assert told["kind"] == "photo_deleted"


def test_what_a_gone_photo_told_is_not_counted_any_more(alice: User, staff: User, make_photo: MakePhoto) -> None:
    deleted, purged = make_photo(), make_photo()
    for photo in (deleted, purged):
        services.photo_hide(photo=photo, by=staff, reason="x")
        services.photo_unhide(photo=photo, by=staff)
    services.photo_delete(photo=deleted)
    alice.refresh_from_db()
    assert alice.unread_notices == 2
    Photo.objects.filter(pk=purged.pk).update(trashed_at=timezone.now() - timedelta(days=31))
    assert services.trash_purge() == 1
    alice.refresh_from_db()
    assert (alice.unread_notices, Notice.objects.count()) == (0, 0)


def test_a_photo_that_was_hidden_since_its_owner_fetched_it_stays(staff: User, make_photo: MakePhoto) -> None:
    hidden, other = make_photo(trashed_at=timezone.now()), make_photo(trashed_at=timezone.now())
    fetched = list(Photo.objects.order_by("id"))
    services.photo_hide(photo=hidden, by=staff, reason="reported")
    services.photos_delete(photos=fetched)
    assert list(Photo.objects.all()) == [hidden]
    assert {hidden, other} == set(fetched)
    services.photo_delete(photo=hidden, hidden_too=True)
    assert not Photo.objects.exists()


def test_a_photo_hidden_while_the_trash_is_emptied_stays(
    staff: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_photo(trashed_at=timezone.now() - timedelta(days=31))
    going = tidying.trash_due()
    assert going.exists()
    services.photo_hide(photo=photo, by=staff, reason="reported")
    assert tidying._purge_one(going.filter(pk=photo.pk), photo.uid) == 0
    assert Photo.objects.exists()
