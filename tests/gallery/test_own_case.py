"""Moderators who have photos themselves: somebody else judges those, and who reported one stays unknown to them."""

from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from gallery import services
from gallery.models import Appeal, AppealState, Notice, Photo, Report, ReportState
from tests.gallery.conftest import MakePhoto

PHOTOS, REPORTS, APPEALS = (f"/admin/gallery/{name}/" for name in ("photo", "report", "appeal"))
RIGHTS = ["view_photo", "change_photo", "delete_photo", "view_report", "change_report", "view_appeal", "change_appeal"]


@pytest.fixture
def client_of_staff(staff: User, staff_client: Client) -> Client:
    staff.user_permissions.set(Permission.objects.filter(codename__in=RIGHTS))
    return staff_client


@pytest.fixture
def photo(staff: User, make_photo: MakePhoto) -> Photo:
    """The moderator's own."""
    return make_photo(staff)


@pytest.fixture
def report(bob: User, staff: User, photo: Photo) -> Report:
    share = services.share_create(owner=staff, photo=photo)
    return services.report_create(share=share, photo=photo, reason="hate", text="Regard!", reporter=bob)


def act(client: Client, page: str, action: str, row: Photo | Report | Appeal) -> None:
    said = {"action": action, "_selected_action": [str(row.pk)], "apply": "1", "newest": str(row.pk), "reason": "why"}
    client.post(page, said)


def test_nobody_reads_who_reported_their_own_photo(
    alice: User, client_of_staff: Client, report: Report, make_photo: MakePhoto
) -> None:
    other = Report.objects.create(photo=make_photo(alice), reason="other", text="Somebody else's")
    for page in (f"{REPORTS}?queue=all", f"{REPORTS}{report.pk}/change/", f"{REPORTS}{report.pk}/history/"):
        said = client_of_staff.get(page, follow=True).content.decode()
        assert "bob" not in said, page
        assert "Regard!" not in said, page
    assert "Somebody else" in client_of_staff.get(f"{REPORTS}{other.pk}/change/").content.decode()


@pytest.mark.parametrize("action", ["take", "hide", "resolve", "dismiss"])
def test_nobody_settles_reports_of_their_own_photo(client_of_staff: Client, report: Report, action: str) -> None:
    act(client_of_staff, REPORTS, action, report)
    report.refresh_from_db()
    assert (report.state, report.assignee) == (ReportState.OPEN, None)


def test_no_service_lets_them_either(alice: User, staff: User, report: Report, photo: Photo) -> None:
    reports = Report.objects.all()
    assert services.reports_take(reports=reports, by=staff) == 0
    assert services.reports_resolve(reports=reports, by=staff) == 0
    assert services.reports_dismiss(reports=reports, by=staff) == 0
    assert services.reports_hide(reports=reports, by=staff, reason="x") == 0
    assert services.reports_take(reports=reports, by=alice) == 1


def test_nobody_makes_their_own_photo_visible_again(
    bob: User, staff: User, client_of_staff: Client, photo: Photo
) -> None:
    services.photo_hide(photo=photo, by=bob, reason="x")
    act(client_of_staff, PHOTOS, "unhide", photo)
    act(client_of_staff, PHOTOS, "delete", photo)
    assert services.photos_unhide(photos=Photo.objects.all(), by=staff) == 0
    out = StringIO()
    call_command("moderate", "restore", str(photo.uid), "--by", staff.username, stdout=out, stderr=out)
    assert "0 of 1 photos changed" in out.getvalue()
    photo.refresh_from_db()
    assert photo.hidden_by == bob
    assert services.photos_unhide(photos=Photo.objects.all(), by=bob) == 1


def test_nobody_answers_their_own_appeal(bob: User, staff: User, client_of_staff: Client, photo: Photo) -> None:
    services.photo_hide(photo=photo, by=bob, reason="x")
    appeal = services.appeal_create(notice=Notice.objects.get(), text="My own kitten.")
    assert "kitten" not in client_of_staff.get(APPEALS).content.decode()
    for action in ("grant", "uphold"):
        act(client_of_staff, APPEALS, action, appeal)
    assert services.appeals_grant(appeals=Appeal.objects.all(), by=staff) == 0
    assert services.appeals_uphold(appeals=Appeal.objects.all(), by=staff) == 0
    appeal.refresh_from_db()
    assert appeal.state == AppealState.OPEN
    assert services.appeals_grant(appeals=Appeal.objects.all(), by=bob) == 1


def test_nobody_reviews_their_own_photo_and_is_told_so(staff: User, client_of_staff: Client, photo: Photo) -> None:
    act(client_of_staff, PHOTOS, "review", photo)
    assert "Your own photos are left as they are" in client_of_staff.get(PHOTOS).content.decode()
    assert services.photos_review(photos=Photo.objects.all(), by=staff) == 0
    photo.refresh_from_db()
    assert photo.reviewed_at is None
