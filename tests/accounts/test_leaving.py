"""“Delete my account”: seven days with a way back, then nothing is left."""

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import leaving
from accounts.bans import users_unban
from accounts.consent import consent_give
from accounts.models import User
from accounts.preferences import preferences_set
from accounts.sessions import session_user, sessions_end
from gallery.models import Photo
from gallery.services import photo_create
from happythings.tidying import CHORES, tidy
from tests.accounts.doors import app_sign_in, sign_in, signed_in
from tests.gallery.conftest import arguments


@pytest.fixture
def no_partings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[leaving.Parting]]:
    partings: list[leaving.Parting] = []
    monkeypatch.setattr(leaving, "_PARTINGS", partings)
    return partings  # type: ignore[return-value]


def over(user: User) -> None:
    """Let the seven days be over."""
    User.objects.filter(pk=user.pk).update(deletion_due_at=timezone.now() - timedelta(seconds=1))


def rows_of(user: User) -> dict[str, int]:
    """Every row anywhere that points at this person, by model: whatever models there will ever be."""
    found = {}
    for model in apps.get_models():
        links = [f for f in model._meta.concrete_fields if f.related_model is User]
        if links:
            condition = Q()
            for field in links:
                condition |= Q(**{field.attname: user.pk})
            found[model._meta.label] = model._base_manager.filter(condition).count()
    return {label: count for label, count in found.items() if count}


def test_asking_gives_seven_days_and_asking_again_no_more(alice: User) -> None:
    due = leaving.account_leave(user=alice)
    assert timedelta(days=6, hours=23) < due - timezone.now() <= timedelta(days=7)
    assert leaving.account_leave(user=alice) == due
    assert list(leaving.accounts_due()) == []


def test_asking_ends_every_session_of_that_person_alone(alice: User, bob: User) -> None:
    browser, other = Client(), Client()
    sign_in(browser, "alice")
    sign_in(other, "bob")
    app_sign_in(Client(), "alice")
    assert Session.objects.count() == 3
    leaving.account_leave(user=alice)
    assert Session.objects.count() == 1
    assert other.get("/account/").status_code == 200


def test_keeping_it_takes_it_all_back(alice: User) -> None:
    leaving.account_leave(user=alice)
    assert leaving.account_keep(user=alice) is True
    assert leaving.account_keep(user=alice) is False
    over_nobody = leaving.accounts_purge()
    assert (over_nobody, User.objects.filter(pk=alice.pk).exists()) == (0, True)


def test_a_session_of_somebody_who_leaves_counts_only_where_it_is_asked_for(alice: User, alice_client: Client) -> None:
    User.objects.update(deletion_due_at=timezone.now() + timedelta(days=1))
    key = str(alice_client.session.session_key)
    assert session_user(key) is None
    assert session_user(key, leaving=True) == alice


def test_ending_the_sessions_of_nobody_reads_none(alice_client: Client) -> None:
    assert sessions_end([]) == 0
    assert Session.objects.count() == 1


def test_after_the_days_not_a_row_of_the_person_is_left(alice: User, bob: User) -> None:
    for client, name in ((Client(), "alice"), (Client(), "bob")):
        sign_in(client, name)
    for person in (alice, bob):
        consent_give(user=person)
        preferences_set(user=person, learn_smile=True, language="ko")
    kind = ContentType.objects.get_for_model(User)
    for subject, actor in ((alice, bob), (bob, bob), (bob, alice)):
        LogEntry.objects.create(
            user=actor, content_type=kind, object_id=str(subject.pk), object_repr=subject.username, action_flag=CHANGE
        )
    before = rows_of(bob)
    assert rows_of(alice).keys() >= {"accounts.Consent", "accounts.Preferences", "usersessions.UserSession"}
    leaving.account_leave(user=alice)
    over(alice)
    assert leaving.accounts_purge() == 1
    assert not User.objects.filter(username="alice").exists()
    assert rows_of(alice) == {}
    assert not LogEntry.objects.filter(object_repr="alice").exists()
    assert rows_of(bob) == before | {"admin.LogEntry": 1}
    assert Session.objects.count() == 1


def test_every_parting_is_called_first_and_registered_once(alice: User, no_partings: list[leaving.Parting]) -> None:
    called = []

    def parting(user: User) -> None:
        called.append((user.username, User.objects.filter(pk=user.pk).exists()))

    leaving.on_parting(parting)
    leaving.on_parting(parting)
    over(alice)
    assert leaving.account_delete(user=alice) is True
    assert called == [("alice", True)]


def test_one_account_that_cannot_go_keeps_no_other_from_going(
    alice: User, bob: User, no_partings: list[leaving.Parting], caplog: pytest.LogCaptureFixture
) -> None:
    def stuck(user: User) -> None:
        if user == alice:
            raise OSError("disk")

    leaving.on_parting(stuck)
    over(alice)
    over(bob)
    assert leaving.accounts_purge() == 1
    assert list(User.objects.all()) == [alice]
    assert "could not be deleted" in caplog.text
    no_partings.clear()
    assert leaving.accounts_purge() == 1


def test_nobody_is_deleted_who_is_not_due_or_not_any_more(
    alice: User, bob: User, no_partings: list[leaving.Parting]
) -> None:
    def bob_stays(_user: User) -> None:
        User.objects.filter(pk=bob.pk).update(deletion_due_at=None)

    leaving.on_parting(bob_stays)
    leaving.account_leave(user=alice)
    assert leaving.account_delete(user=alice) is False
    User.objects.filter(pk=alice.pk).update(deletion_due_at=timezone.now() - timedelta(days=1))
    over(bob)
    assert leaving.accounts_purge() == 1
    bob.refresh_from_db()
    assert (list(User.objects.all()), bob.is_active, bob.deletion_began_at) == ([bob], True, None)


def test_an_account_is_kept_only_until_its_days_are_over(alice: User) -> None:
    over(alice)
    assert leaving.account_keep(user=alice) is False
    assert alice.deletion_due_at is not None
    User.objects.update(deletion_due_at=timezone.now() + timedelta(days=1), deletion_began_at=timezone.now())
    assert leaving.account_keep(user=alice) is False
    User.objects.update(deletion_began_at=None)
    assert leaving.account_keep(user=alice) is True


def test_a_deletion_that_was_killed_is_taken_up_again_and_taken_back_by_nobody(
    alice: User, boss_client: Client, no_partings: list[leaving.Parting]
) -> None:
    def killed(_user: User) -> None:
        raise SystemExit

    leaving.on_parting(killed)
    over(alice)
    with pytest.raises(SystemExit):
        leaving.accounts_purge()
    assert leaving.account_keep(user=alice) is False
    assert users_unban(users=[alice], by=alice) == 0
    assert boss_client.post(f"/admin/accounts/user/{alice.pk}/change/", {"is_active": "on"}).status_code == 403
    assert list(leaving.accounts_due()) == [alice]
    no_partings.clear()
    assert leaving.accounts_purge() == 1
    assert not User.objects.filter(pk=alice.pk).exists()


def test_nobody_signs_in_while_their_photos_are_being_deleted(
    alice: User, client: Client, no_partings: list[leaving.Parting]
) -> None:
    seen: list[Any] = []

    def minutes(user: User) -> None:
        seen.append(sign_in(client, "alice").status_code == 302 and signed_in(client))
        seen.append(app_sign_in(Client(), "alice").status_code)
        slipped_in = Client()
        slipped_in.force_login(user)
        seen.append(session_user(str(slipped_in.session.session_key), leaving=True))
        seen.append(Session.objects.count() > 0)

    leaving.on_parting(minutes)
    over(alice)
    assert leaving.accounts_purge() == 1
    assert seen[0] in (None, False)
    assert seen[1] in (400, 401, 403)
    assert seen[2:] == [None, True]
    assert not any(SESSION_KEY in each.get_decoded() for each in Session.objects.all())


def test_staffs_log_tells_no_name_or_address_of_somebody_who_is_gone(
    alice: User, bob: User, boss_client: Client
) -> None:
    kept = {person: EmailAddress.objects.create(user=person, email=person.email) for person in (alice, bob)}
    for person, address in kept.items():
        boss_client.post("/admin/gallery/allowance/add/", {"owner": person.pk, "megabytes": 5})
        page = f"/admin/account/emailaddress/{address.pk}/change/"
        assert boss_client.post(page, {"user": person.pk, "email": address.email, "verified": "on"}).status_code == 302
    assert LogEntry.objects.count() == 4
    assert not LogEntry.objects.filter(object_repr__in=["alice", "bob"]).exists()
    over(alice)
    leaving.accounts_purge()
    assert LogEntry.objects.count() == 2
    assert [entry.object_repr for entry in LogEntry.objects.all() if "alice" in entry.object_repr] == []


def test_staffs_log_tells_nothing_of_what_was_deleted_before_its_person_left(
    alice: User, boss_client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.PHOTO_DIR = tmp_path
    session = UserSession.objects.create(user=alice, ip="203.0.113.9", user_agent="Agent of alice", session_key="a1")
    address = EmailAddress.objects.create(user=alice, email=alice.email)
    photo = photo_create(**arguments(alice))
    for row in (session, address):
        page = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/delete/"
        assert boss_client.post(page, {"post": "yes"}).status_code == 302
    chosen = {"action": "delete", "_selected_action": [photo.pk], "apply": "1", "newest": photo.pk}
    boss_client.post("/admin/gallery/photo/", chosen | {"reason": "Alice Kim of Busan again"})
    assert not Photo.objects.exists()
    over(alice)
    leaving.accounts_purge()
    assert set(LogEntry.objects.values_list("object_repr", "change_message", "action_flag")) == {
        (str(session.pk), "", DELETION),
        (str(address.pk), "", DELETION),
        (str(photo.uid), "Deleted", DELETION),
    }


def test_what_the_log_said_before_it_kept_to_fixed_words_is_blanked(boss: User, alice: User) -> None:
    blank = import_module("accounts.migrations.0009_log_without_texts").blank
    said = {
        "203.0.113.9 (Agent of alice)": "Deleted: Alice Kim of Busan again",
        "alice": '[{"added": {"name": "consent", "object": "camera of alice"}}]',
        "a photo": "Hidden",
    }
    same = {"user": boss, "content_type": ContentType.objects.get_for_model(User), "action_flag": CHANGE}
    for name, message in said.items():
        LogEntry.objects.create(object_id=str(alice.pk), object_repr=name, change_message=message, **same)
    blank(apps, None)
    assert sorted(LogEntry.objects.values_list("object_repr", "change_message")) == [
        (str(alice.pk), ""),
        (str(alice.pk), "Deleted"),
        (str(alice.pk), "Hidden"),
    ]


def test_a_session_deleted_by_staffs_form_is_over(alice: User, client: Client, boss_client: Client) -> None:
    sign_in(client, "alice")
    client.get("/album/")
    session = UserSession.objects.get(user=alice)
    page = f"/admin/usersessions/usersession/{session.pk}/delete/"
    assert boss_client.post(page, {"post": "yes"}).status_code == 302
    assert session_user(session.session_key) is None


def test_the_server_deletes_them_by_itself_and_clears_expired_sessions(alice: User, bob_client: Client) -> None:
    over(alice)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    tidy()
    assert not User.objects.filter(pk=alice.pk).exists()
    assert not any(SESSION_KEY in each.get_decoded() for each in Session.objects.all())
    assert leaving.accounts_purge in CHORES


def test_a_chore_that_fails_keeps_none_of_the_others_from_being_done(
    db: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    def broken() -> None:
        raise OSError("disk")

    monkeypatch.setattr("happythings.tidying.CHORES", (broken, lambda: done.append(1)))
    tidy()
    assert done == [1]
    assert "tidying failed" in caplog.text
