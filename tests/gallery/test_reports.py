"""Whoever sees a shared photo can report it; staff settle the report, and everybody concerned is told."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from accounts.models.audit_entry import AuditEntry
from gallery import services
from gallery.models import Appeal, AppealState, Notice, NoticeKind, Photo, Report, ReportState, Share
from tests.gallery.conftest import MakePhoto


@pytest.fixture
def photo(make_photo: MakePhoto) -> Photo:
    return make_photo(memo="secret memo")


@pytest.fixture
def share(alice: User, photo: Photo) -> Share:
    return services.share_create(owner=alice, photo=photo)


def form_of(share: Share, photo: Photo) -> str:
    return f"/s/{share.token}/{photo.uid}/report/"


def kinds(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


def reports() -> "list[Report]":
    return list(Report.objects.order_by("id"))


# Reporting


def test_a_visitor_reports_a_photo(anonymous: Client, share: Share, photo: Photo) -> None:
    page = anonymous.get(f"/s/{share.token}/").content.decode()
    assert form_of(share, photo) in page
    form = anonymous.get(form_of(share, photo))
    assert form.status_code == 200
    assert form["X-Robots-Tag"] == "noindex, nofollow"
    for secret in ("alice", "secret memo"):
        assert secret not in form.content.decode()
    said = {"reason": "myself", "text": " That is me.\r\nPlease! ", "email": "eve@example.org"}
    after = anonymous.post(form_of(share, photo), said, follow=True)
    assert after.redirect_chain == [(f"/s/{share.token}/{photo.uid}/", 302)]
    assert "Thank you." in after.content.decode()
    report = Report.objects.get()
    assert (report.photo, report.share, report.reason, report.reporter) == (photo, share, "myself", None)
    assert (report.text, report.email, report.state) == ("That is me.\nPlease!", "eve@example.org", "open")


def test_who_is_signed_in_is_asked_for_no_address(bob: User, bob_client: Client, share: Share, photo: Photo) -> None:
    assert "email" not in bob_client.get(form_of(share, photo)).content.decode()
    bob_client.post(form_of(share, photo), {"reason": "hate", "email": "eve@example.org"})
    report = Report.objects.get()
    assert (report.reporter, report.email) == (bob, "")


def test_reporting_twice_is_reporting_once(bob_client: Client, share: Share, photo: Photo) -> None:
    for reason in ("hate", "child"):
        assert bob_client.post(form_of(share, photo), {"reason": reason}).status_code == 302
    assert [report.reason for report in reports()] == ["hate"]


def test_nobody_reports_their_own_photo(alice_client: Client, share: Share, photo: Photo) -> None:
    assert "/report/" not in alice_client.get(f"/s/{share.token}/").content.decode()
    answer = alice_client.post(form_of(share, photo), {"reason": "other"})
    assert answer.status_code == 400
    assert "you can revoke the link" in answer.content.decode()
    assert reports() == []


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"reason": "because"},
        {"reason": "other", "text": "x" * 1001},
        {"reason": "other", "email": "not an address"},
    ],
)
def test_what_makes_no_sense_is_sent_back(anonymous: Client, share: Share, photo: Photo, said: dict[str, str]) -> None:
    answer = anonymous.post(form_of(share, photo), said)
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert reports() == []


def test_what_no_link_shows_can_not_be_reported(
    anonymous: Client, alice: User, make_photo: MakePhoto, staff: User, share: Share, photo: Photo
) -> None:
    other = make_photo()
    locked = services.share_create(owner=alice, photo=photo, password="한글 1")
    assert anonymous.post(form_of(share, other), {"reason": "other"}).status_code == 404
    assert anonymous.post(form_of(locked, photo), {"reason": "other"}).status_code == 403
    services.photo_hide(photo=photo, by=staff, reason="x")
    assert anonymous.post(form_of(share, photo), {"reason": "other"}).status_code == 404
    assert reports() == []


def test_nobody_sends_reports_by_the_hundred(share: Share, photo: Photo) -> None:
    answers = [
        Client(REMOTE_ADDR=f"2001:db8::{number}").post(form_of(share, photo), {"reason": "other"})
        for number in range(1, 22)
    ]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert Client(REMOTE_ADDR="2001:db8::1").get(form_of(share, photo)).status_code == 200
    elsewhere = Client(REMOTE_ADDR="198.51.100.7").post(form_of(share, photo), {"reason": "other"})
    assert elsewhere.status_code == 302


def test_the_report_comes_from_our_page(share: Share, photo: Photo) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(form_of(share, photo), {"reason": "other"}).status_code == 403


# What staff do


@pytest.fixture
def report(bob: User, share: Share, photo: Photo) -> Report:
    return services.report_create(share=share, photo=photo, reason="other", text="Look!", reporter=bob)


def test_staff_take_a_report_and_hide_the_photo(
    alice: User, bob: User, staff: User, report: Report, photo: Photo
) -> None:
    assert services.reports_take(reports=Report.objects.all(), by=staff) == 1
    report.refresh_from_db()
    assert (report.state, report.assignee) == (ReportState.LOOKING, staff)
    assert services.reports_hide(reports=Report.objects.all(), by=staff, reason="shows a child") == 1
    report.refresh_from_db()
    photo.refresh_from_db()
    assert (report.state, photo.hidden_reason, photo.hidden_by) == (ReportState.RESOLVED, "shows a child", staff)
    assert (kinds(alice), kinds(bob)) == ([NoticeKind.HIDDEN], [NoticeKind.REPORT_RESOLVED])
    actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions)[-4:] == ["report_made", "report_taken", "photo_hidden", "report_resolved"]
    assert services.reports_hide(reports=Report.objects.all(), by=staff, reason="again") == 0


def test_hiding_needs_a_reason(staff: User, report: Report, photo: Photo) -> None:
    with pytest.raises(ValidationError):
        services.reports_hide(reports=Report.objects.all(), by=staff, reason=" ")
    report.refresh_from_db()
    assert report.state == ReportState.OPEN


def test_a_report_of_what_is_hidden_already_is_settled_too(staff: User, report: Report, photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(hidden_at=timezone.now(), hidden_reason="x")
    assert services.reports_hide(reports=Report.objects.all(), by=staff, reason="y") == 1
    report.refresh_from_db()
    assert report.state == ReportState.RESOLVED


def test_staff_dismiss_a_report_and_both_are_told(
    alice: User, bob: User, staff: User, report: Report, photo: Photo
) -> None:
    assert services.reports_dismiss(reports=Report.objects.all(), by=staff) == 1
    report.refresh_from_db()
    photo.refresh_from_db()
    assert (report.state, photo.hidden_at) == (ReportState.DISMISSED, None)
    assert (kinds(alice), kinds(bob)) == ([NoticeKind.KEPT], [NoticeKind.REPORT_DISMISSED])
    assert services.reports_dismiss(reports=Report.objects.all(), by=staff) == 0


def test_after_a_report_was_settled_the_photo_can_be_reported_again(
    bob: User, staff: User, report: Report, share: Share, photo: Photo
) -> None:
    services.reports_dismiss(reports=Report.objects.all(), by=staff)
    again = services.report_create(share=share, photo=photo, reason="child", reporter=bob)
    assert again != report


# What people read, and the appeal


def test_the_owner_reads_why_and_sees_no_picture(
    alice: User, alice_client: Client, bob_client: Client, staff: User, report: Report, photo: Photo
) -> None:
    services.reports_hide(reports=Report.objects.all(), by=staff, reason="<b>shows</b> a child")
    menu = alice_client.get("/account/").content.decode()
    assert "1 unread notice" in menu
    page = alice_client.get("/notices/").content.decode()
    assert "hid your photo of Nov. 20, 2026" in page
    assert "&lt;b&gt;shows&lt;/b&gt; a child" in page
    for secret in (str(photo.uid), "secret memo", "bob", "Look!", "sam", '<img src="/photos'):
        assert secret not in page
    assert "unread notice" not in alice_client.get("/account/").content.decode()
    assert "did something about it" in bob_client.get("/notices/").content.decode()


def test_notices_are_in_the_readers_language(alice: User, alice_client: Client, staff: User, photo: Photo) -> None:
    services.photo_hide(photo=photo, by=staff, reason="x")
    User.objects.filter(pk=alice.pk).update(language="ko")
    assert "2026년 11월 20일" in alice_client.get("/notices/").content.decode()


def test_nobody_has_any_news_at_first(alice_client: Client) -> None:
    assert "There is no news" in alice_client.get("/notices/").content.decode()


def appeal_of(user: User) -> str:
    return f"/notices/{Notice.objects.filter(user=user, kind=NoticeKind.HIDDEN).latest('id').uid}/appeal/"


def test_an_owner_appeals_once_and_the_photo_comes_back(
    alice: User, alice_client: Client, staff: User, photo: Photo
) -> None:
    services.photo_hide(photo=photo, by=staff, reason="x")
    address = appeal_of(alice)
    assert address in alice_client.get("/notices/").content.decode()
    assert alice_client.get(address).status_code == 200
    assert alice_client.post(address, {"text": " "}).status_code == 400
    assert "is sent" in alice_client.post(address, {"text": "It is my cat."}, follow=True).content.decode()
    assert alice_client.get(address).status_code == 404
    again = alice_client.post(address, {"text": "Really!"}, follow=True).content.decode()
    assert "appealed already" in again
    assert address not in again
    assert Appeal.objects.get().text == "It is my cat."
    assert services.appeals_grant(appeals=Appeal.objects.all(), by=staff) == 1
    photo.refresh_from_db()
    appeal = Appeal.objects.get()
    assert (photo.hidden_at, appeal.state, appeal.decided_by) == (None, AppealState.RESTORED, staff)
    assert kinds(alice) == [NoticeKind.HIDDEN, NoticeKind.RESTORED]
    assert alice_client.get(f"/photos/{photo.uid}/").status_code == 200


def test_a_refused_appeal_leaves_the_photo_hidden_and_says_so(
    alice: User, alice_client: Client, staff: User, photo: Photo
) -> None:
    services.photo_hide(photo=photo, by=staff, reason="x")
    alice_client.post(appeal_of(alice), {"text": "Please"})
    assert services.appeals_uphold(appeals=Appeal.objects.all(), by=staff) == 1
    photo.refresh_from_db()
    assert photo.hidden_at is not None
    assert kinds(alice) == [NoticeKind.HIDDEN, NoticeKind.UPHELD]
    page = alice_client.get("/notices/").content.decode()
    assert "It stays hidden" in page
    assert "/appeal/" not in page
    assert services.appeals_uphold(appeals=Appeal.objects.all(), by=staff) == 0


def test_hidden_once_more_the_owner_may_appeal_once_more(
    alice: User, alice_client: Client, staff: User, photo: Photo
) -> None:
    services.photo_hide(photo=photo, by=staff, reason="x")
    first = appeal_of(alice)
    services.photo_unhide(photo=photo, by=staff)
    assert "not hidden any more" in alice_client.post(first, {"text": "Please"}, follow=True).content.decode()
    services.photo_hide(photo=photo, by=staff, reason="y")
    assert alice_client.get(first).status_code == 404
    assert alice_client.post(appeal_of(alice), {"text": "Please"}).status_code == 302
    assert Appeal.objects.count() == 1


def test_nobody_reads_or_appeals_for_somebody_else(alice: User, bob_client: Client, staff: User, photo: Photo) -> None:
    services.photo_hide(photo=photo, by=staff, reason="nobody's business")
    assert "nobody's business" not in bob_client.get("/notices/").content.decode()
    assert bob_client.get(appeal_of(alice)).status_code == 404
    assert bob_client.post(appeal_of(alice), {"text": "Please"}).status_code == 404
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_of_notices_costs_the_same_however_many(
    alice_client: Client,
    staff: User,
    make_photo: MakePhoto,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for _ in range(count):
        make_photo()
    services.photos_hide(photos=Photo.objects.all(), by=staff, reason="x")
    with django_assert_num_queries(7):
        alice_client.get("/notices/")


# What the owner sees of links


def test_the_owner_sees_what_waits_and_what_is_hidden(
    alice_client: Client, staff: User, settings: Settings, share: Share, photo: Photo
) -> None:
    assert "Waiting for review" not in alice_client.get("/shares/").content.decode()
    settings.SHARES_WAIT_FOR_REVIEW = True
    assert "Waiting for review" in alice_client.get("/shares/").content.decode()
    page = alice_client.get(f"/shares/{share.uid}/").content.decode()
    assert "1 photo waits until somebody has looked at it" in page
    services.photo_hide(photo=photo, by=staff, reason="x")
    for address in ("/shares/", f"/shares/{share.uid}/"):
        page = alice_client.get(address).content.decode()
        assert "Hidden by staff" in page
        assert str(photo.uid) not in page
