"""Mails that tell people what staff did: one for all that is due, in the reader's language, and none lost."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from gallery import jobs, services
from gallery.models import Notice, NoticeKind, Photo, Report
from gallery.services.notice_mail import notices_mail
from gallery.services.notices import notices_give
from tests.gallery.conftest import MakePhoto


def post() -> None:
    jobs.post(threading.Event())


def hide(staff: User, *photos: Photo) -> None:
    services.photos_hide(
        photos=Photo.objects.filter(pk__in=[each.pk for each in photos]), by=staff, reason="no <faces>"
    )


def test_the_owner_gets_one_mail_for_all(alice: User, staff: User, make_photo: MakePhoto, settings: Settings) -> None:
    User.objects.filter(pk=alice.pk).update(language="en")
    hide(staff, *(make_photo() for _ in range(23)))
    post()
    post()
    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert letter.subject == "[Happy Things] News from Happy Things"
    text = str(letter.body)
    assert text.count("hid your photo of Nov. 20, 2026") == 20
    assert "Reason: no <faces>" in text
    assert "And 3 more." in text
    assert f"{settings.SITE_ORIGINS[0]}/notices/" in text


@pytest.mark.parametrize(("language", "expected"), [("ko", (True, False)), ("en", (False, True)), ("", (True, True))])
def test_a_mail_is_in_the_language_of_its_reader_or_in_both(
    alice: User, staff: User, make_photo: MakePhoto, language: str, expected: tuple[bool, bool]
) -> None:
    User.objects.filter(pk=alice.pk).update(language=language)
    hide(staff, make_photo())
    post()
    text = str(mail.outbox[0].body)
    assert ("2026년 11월 20일" in text, "Nov. 20, 2026" in text) == expected


def test_who_reported_without_an_account_hears_of_it_and_is_forgotten(staff: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    Report.objects.create(photo=photo, reason="other", email="eve@example.org", language="ko")
    services.reports_dismiss(reports=Report.objects.all(), by=staff)
    Notice.objects.exclude(user=None).update(mail_due_at=None)
    post()
    (letter,) = mail.outbox
    assert letter.to == ["eve@example.org"]
    assert "그대로 두기로" in str(letter.body)
    assert "/notices/" not in str(letter.body)
    assert not Notice.objects.filter(user=None).exists()
    assert Report.objects.get().email == ""


def test_a_mail_that_could_not_be_sent_is_sent_later(
    staff: User, make_photo: MakePhoto, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise ConnectionRefusedError

    hide(staff, make_photo())
    with monkeypatch.context() as broken:
        broken.setattr("gallery.services.notice_mail.send_mail", refuse)
        post()
    post()
    assert mail.outbox == []
    Notice.objects.update(mail_due_at=timezone.now() - timedelta(seconds=1))
    post()
    assert len(mail.outbox) == 1
    assert Notice.objects.get().mail_due_at is None


def test_what_could_not_be_sent_for_days_is_given_up(alice: User) -> None:
    notices_give([Notice(user=alice, kind=NoticeKind.REVIEWED), Notice(email="e@example.org", kind="report_resolved")])
    Notice.objects.update(created_at=timezone.now() - timedelta(days=4))
    services.notices_trim()
    assert [(each.user, each.mail_due_at) for each in Notice.objects.all()] == [(alice, None)]


def test_a_closed_account_gets_no_mail(alice: User, staff: User, make_photo: MakePhoto) -> None:
    hide(staff, make_photo())
    User.objects.filter(pk=alice.pk).update(is_active=False)
    post()
    assert mail.outbox == []


def test_of_two_processes_one_sends(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    notices_give([Notice(user=alice, kind=NoticeKind.REVIEWED)])
    sent = []

    def send(*_args: object, **_more: object) -> None:
        sent.append(notices_mail())

    monkeypatch.setattr("gallery.services.notice_mail.send_mail", send)
    assert notices_mail() == 1
    assert sent == [0]


def report_under(photo: Photo, *addresses: str) -> None:
    share = services.share_create(owner=photo.owner, photo=photo)
    for address in addresses:
        services.report_create(share=share, photo=photo, reason="other", email=address)


def test_one_photo_reported_under_one_address_in_many_ways_brings_it_one_mail(
    staff: User, make_photo: MakePhoto
) -> None:
    report_under(make_photo(), "victim@example.org", "Victim@example.org", "vIctim@Example.ORG", "victim+1@example.org")
    assert sorted(Report.objects.values_list("email", flat=True)) == [
        "",
        "",
        "victim+1@example.org",
        "victim@example.org",
    ]
    services.photos_hide(photos=Photo.objects.all(), by=staff, reason="x")
    Notice.objects.exclude(user=None).update(mail_due_at=None)
    post()
    assert len(mail.outbox) == 1


def test_an_address_that_nobody_confirmed_gets_one_mail_a_day(staff: User, make_photo: MakePhoto) -> None:
    for photo in (make_photo(), make_photo()):
        report_under(photo, "victim@example.org")
        services.photo_hide(photo=photo, by=staff, reason="x")
        Notice.objects.exclude(user=None).update(mail_due_at=None)
        post()
    assert [letter.to for letter in mail.outbox] == [["victim@example.org"]]
    (waiting,) = Notice.objects.filter(user=None)
    assert waiting.mail_due_at is not None
    assert timedelta(hours=23) < waiting.mail_due_at - timezone.now() <= timedelta(days=1)


def test_a_mail_that_failed_is_not_the_one_of_the_day(
    staff: User, make_photo: MakePhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise ConnectionRefusedError

    report_under(make_photo(), "victim@example.org")
    services.photos_hide(photos=Photo.objects.all(), by=staff, reason="x")
    Notice.objects.exclude(user=None).update(mail_due_at=None)
    with monkeypatch.context() as broken:
        broken.setattr("gallery.services.notice_mail.send_mail", refuse)
        post()
    Notice.objects.filter(user=None).update(mail_due_at=timezone.now())
    post()
    assert len(mail.outbox) == 1
