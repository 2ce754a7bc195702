"""What people are told, and for how long it is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.leaving import account_delete
from accounts.models import User
from gallery import services
from gallery.models import Notice, NoticeKind, Photo, Report, ReportState
from tests.gallery.conftest import MakePhoto


def kinds(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


def test_the_owner_is_told_why_a_photo_was_hidden_and_when_it_came_back(
    alice: User, bob: User, staff: User, make_photo: MakePhoto
) -> None:
    photo = make_photo()
    services.photo_hide(photo=photo, by=staff, reason="shows\n somebody else")
    notice = Notice.objects.get(user=alice)
    assert (notice.kind, notice.reason) == (NoticeKind.HIDDEN, "shows somebody else")
    assert notice.created_at == photo.hidden_at
    assert notice.mail_due_at is not None
    services.photo_unhide(photo=photo, by=staff)
    assert kinds(alice) == [NoticeKind.HIDDEN, NoticeKind.RESTORED]
    assert kinds(bob) == []
    alice.refresh_from_db()
    assert alice.unread_notices == 2
    services.notices_read(user=alice)
    alice.refresh_from_db()
    assert (alice.unread_notices, Notice.objects.filter(read_at=None).count()) == (0, 0)


def test_no_mail_is_due_to_nobody(alice: User, staff: User, make_photo: MakePhoto) -> None:
    User.objects.filter(pk=alice.pk).update(email="")
    services.photo_hide(photo=make_photo(), by=staff, reason="x")
    assert Notice.objects.get().mail_due_at is None


def test_hiding_twice_tells_once(staff: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    services.photo_hide(photo=photo, by=staff, reason="x")
    services.photo_hide(photo=photo, by=staff, reason="y")
    assert Notice.objects.count() == 1


def test_what_comes_back_was_looked_at(staff: User, make_photo: MakePhoto) -> None:
    photo = services.photo_hide(photo=make_photo(), by=staff, reason="x")
    assert services.photo_unhide(photo=photo, by=staff).reviewed_at is not None


@pytest.mark.parametrize("deleted", ["by its owner", "with the account"])
def test_who_reported_a_photo_hears_that_it_is_gone(
    alice: User, bob: User, make_photo: MakePhoto, deleted: str
) -> None:
    photo = make_photo()
    Report.objects.create(photo=photo, reason="other", reporter=bob)
    if deleted == "by its owner":
        services.photo_delete(photo=photo)
    else:
        User.objects.filter(pk=alice.pk).update(deletion_due_at=timezone.now())
        account_delete(user=alice)
    assert kinds(bob) == [NoticeKind.REPORT_RESOLVED]
    assert not Report.objects.exists()


def test_nothing_is_left_of_the_reports_of_who_leaves(alice: User, bob: User, make_photo: MakePhoto) -> None:
    Report.objects.create(photo=make_photo(), reason="other", text="my face", reporter=bob)
    User.objects.filter(pk=bob.pk).update(deletion_due_at=timezone.now())
    account_delete(user=bob)
    assert not Report.objects.exists()


def test_hiding_a_photo_settles_what_was_reported_of_it(bob: User, staff: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    mine = Report.objects.create(photo=photo, reason="other", reporter=bob)
    unnamed = Report.objects.create(photo=photo, reason="other", email="eve@example.org", language="ko")
    silent = Report.objects.create(photo=photo, reason="hate")
    services.photo_hide(photo=photo, by=staff, reason="x")
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.RESOLVED}
    assert set(Report.objects.values_list("email", flat=True)) == {""}
    told = Notice.objects.filter(kind=NoticeKind.REPORT_RESOLVED).order_by("id")
    assert [(each.user, each.email, each.language, each.reported_at) for each in told] == [
        (bob, "", "en", mine.created_at),
        (None, "eve@example.org", "ko", unnamed.created_at),
    ]
    silent.refresh_from_db()
    assert silent.closed_at is not None


def test_old_notices_go_but_not_of_what_is_still_hidden(alice: User, staff: User, make_photo: MakePhoto) -> None:
    long_ago = timezone.now() - timedelta(days=366)
    hidden, back = make_photo(), make_photo()
    for photo in (hidden, back):
        services.photo_hide(photo=photo, by=staff, reason="x")
    services.photo_unhide(photo=back, by=staff)
    Photo.objects.filter(pk=hidden.pk).update(hidden_at=long_ago)
    Notice.objects.all().update(created_at=long_ago)
    assert services.notices_trim() == 2
    assert [notice.photo for notice in Notice.objects.all()] == [hidden]


@pytest.mark.parametrize("count", [1, 20])
def test_hiding_many_costs_the_same_as_one(
    staff: User, make_photo: MakePhoto, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        make_photo()
    with django_assert_num_queries(18):
        services.photos_hide(photos=Photo.objects.all(), by=staff, reason="x")
