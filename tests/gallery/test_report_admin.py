"""Moderators' queues of reports and appeals in the admin site."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.models.audit_entry import AuditEntry
from gallery import services
from gallery.models import Appeal, AppealState, Notice, Photo, Report, ReportState, Share
from tests.gallery.conftest import MakePhoto

LIST = "/admin/gallery/report/"
APPEALS = "/admin/gallery/appeal/"
RIGHTS = ["view_photo", "change_photo", "view_report", "change_report", "view_appeal", "change_appeal"]


@pytest.fixture
def moderator(staff: User) -> User:
    staff.user_permissions.set(Permission.objects.filter(codename__in=RIGHTS))
    return staff


@pytest.fixture
def client_of_staff(moderator: User, staff_client: Client) -> Client:
    return staff_client


@pytest.fixture
def photo(make_photo: MakePhoto) -> Photo:
    return make_photo()


@pytest.fixture
def share(alice: User, photo: Photo) -> Share:
    return services.share_create(owner=alice, photo=photo)


@pytest.fixture
def report(bob: User, share: Share, photo: Photo) -> Report:
    return services.report_create(share=share, photo=photo, reason="hate", text="Regard <here>!", reporter=bob)


@pytest.fixture
def appeal(moderator: User, photo: Photo) -> Appeal:
    services.photo_hide(photo=photo, by=moderator, reason="x")
    return services.appeal_create(notice=Notice.objects.get(), text="It is <my> kitten.")


def act(client: Client, page: str, action: str, row: Report | Appeal, **more: str) -> Any:
    return client.post(page, {"action": action, "_selected_action": [str(row.pk)], **more})


def answered(client: Client, page: str, action: str, row: Report | Appeal, reason: str) -> Any:
    return act(client, page, action, row, apply="1", newest=str(row.pk), reason=reason)


def test_the_queue_has_what_is_to_be_settled(client_of_staff: Client, moderator: User, report: Report) -> None:
    page = client_of_staff.get(LIST).content.decode()
    assert "Regard &lt;here&gt;!" in page
    assert "alice" in page
    services.reports_dismiss(reports=Report.objects.all(), by=moderator)
    assert "Regard" not in client_of_staff.get(LIST).content.decode()
    for query, there in [("all", True), ("dismissed", True), ("resolved", False), ("nonsense", False)]:
        assert ("Regard" in client_of_staff.get(f"{LIST}?queue={query}").content.decode()) is there, query


def test_staff_find_their_own_reports(client_of_staff: Client, moderator: User, report: Report) -> None:
    assert "Regard" in client_of_staff.get(f"{LIST}?assignee=nobody").content.decode()
    assert "Regard" not in client_of_staff.get(f"{LIST}?assignee=me").content.decode()
    act(client_of_staff, LIST, "take", report)
    assert "Regard" in client_of_staff.get(f"{LIST}?assignee=me").content.decode()
    report.refresh_from_db()
    assert (report.state, report.assignee) == (ReportState.LOOKING, moderator)


def test_the_report_shows_a_blurred_picture_and_takes_notes(
    client_of_staff: Client, moderator: User, report: Report, photo: Photo
) -> None:
    page = client_of_staff.get(f"{LIST}{report.pk}/change/").content.decode()
    assert f"{photo.uid}/blurred.jpg" in page
    assert 'value="hide"' in page
    client_of_staff.post(
        f"{LIST}{report.pk}/change/",
        {"notes": "asked bob", "assignee": str(moderator.pk), "state": "dismissed", "text": "forged"},
    )
    report.refresh_from_db()
    assert (report.notes, report.assignee, report.state, report.text) == (
        "asked bob",
        moderator,
        "open",
        "Regard <here>!",
    )


def test_hiding_from_the_queue_asks_why(client_of_staff: Client, moderator: User, report: Report, photo: Photo) -> None:
    assert "1 photo will be gone" in act(client_of_staff, LIST, "hide", report).content.decode()
    assert "This field is required" in answered(client_of_staff, LIST, "hide", report, " ").content.decode()
    assert answered(client_of_staff, LIST, "hide", report, "hateful").status_code == 302
    photo.refresh_from_db()
    report.refresh_from_db()
    assert (photo.hidden_reason, photo.hidden_by, report.state) == ("hateful", moderator, ReportState.RESOLVED)
    assert LogEntry.objects.get().change_message == "Hidden"
    assert AuditEntry.objects.get(action="report_resolved").reason == "hateful"


@pytest.mark.parametrize(("action", "state"), [("resolve", ReportState.RESOLVED), ("dismiss", ReportState.DISMISSED)])
def test_reports_are_settled_without_hiding(
    client_of_staff: Client, moderator: User, report: Report, photo: Photo, action: str, state: str
) -> None:
    assert "audit trail" in act(client_of_staff, LIST, action, report).content.decode()
    assert answered(client_of_staff, LIST, action, report, "nothing there").status_code == 302
    report.refresh_from_db()
    photo.refresh_from_db()
    assert (report.state, photo.hidden_at) == (state, None)
    entry = AuditEntry.objects.get(action=f"report_{state}")
    assert (entry.actor, entry.reason) == (moderator.pk, "nothing there")


def test_whoever_may_not_hide_photos_hides_none_from_the_queue(
    client_of_staff: Client, moderator: User, report: Report, photo: Photo
) -> None:
    moderator.user_permissions.remove(Permission.objects.get(codename="change_photo"))
    assert 'value="hide"' not in client_of_staff.get(f"{LIST}{report.pk}/change/").content.decode()
    answered(client_of_staff, LIST, "hide", report, "x")
    photo.refresh_from_db()
    assert photo.hidden_at is None


def test_an_appeal_is_granted(client_of_staff: Client, moderator: User, appeal: Appeal, photo: Photo) -> None:
    page = client_of_staff.get(f"{APPEALS}{appeal.pk}/change/").content.decode()
    assert "It is &lt;my&gt; kitten." in page
    assert 'value="grant"' in page
    act(client_of_staff, APPEALS, "grant", appeal)
    answered(client_of_staff, APPEALS, "grant", appeal, "we were wrong")
    photo.refresh_from_db()
    appeal.refresh_from_db()
    assert (photo.hidden_at, appeal.state, appeal.decided_by) == (None, AppealState.RESTORED, moderator)
    assert AuditEntry.objects.get(action="appeal_granted").reason == "we were wrong"


def test_an_appeal_is_refused_with_a_reason(alice: User, client_of_staff: Client, appeal: Appeal, photo: Photo) -> None:
    assert "Its owner is told the reason" in act(client_of_staff, APPEALS, "uphold", appeal).content.decode()
    answered(client_of_staff, APPEALS, "uphold", appeal, "still not yours")
    photo.refresh_from_db()
    appeal.refresh_from_db()
    assert (photo.hidden_at is None, appeal.state) == (False, AppealState.UPHELD)
    assert Notice.objects.filter(user=alice).latest("id").reason == "still not yours"
    assert "kitten" not in client_of_staff.get(APPEALS).content.decode()
    assert "kitten" in client_of_staff.get(f"{APPEALS}?queue=upheld").content.decode()


@pytest.mark.parametrize("count", [2, 12])
@pytest.mark.parametrize("page", [LIST, APPEALS])
def test_a_queue_costs_the_same_however_long(
    client_of_staff: Client,
    moderator: User,
    make_photo: MakePhoto,
    django_assert_num_queries: DjangoAssertNumQueries,
    page: str,
    count: int,
) -> None:
    photos = [make_photo() for _ in range(count)]
    Report.objects.bulk_create(Report(photo=photo, reason="other") for photo in photos)
    if page == APPEALS:
        services.photos_hide(photos=Photo.objects.all(), by=moderator, reason="x")
        Appeal.objects.bulk_create(Appeal(notice=notice, text="Please") for notice in Notice.objects.all())
    with django_assert_num_queries({LIST: 6, APPEALS: 6}[page]):
        client_of_staff.get(page)
