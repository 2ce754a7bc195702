"""Adding to the trail, and that nothing else can be done with it."""

from datetime import UTC, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.addresses import network
from accounts.audit import audit, audit_each
from accounts.audit_actions import AuditAction
from accounts.consent import consent_give
from accounts.models import AppendOnlyError, AuditEntry, User


def test_an_entry_says_who_did_what_to_whom_and_from_where(alice: User, bob: User, rf: RequestFactory) -> None:
    request = rf.get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    consent = consent_give(user=alice)
    made = audit(
        AuditAction.PHOTO_HIDDEN, by=bob, thing=consent, reason=" re\x00ported\n twice ", request=request, count=3
    )
    entry = AuditEntry.objects.get(pk=made.pk)
    assert (entry.actor, entry.about) == (bob.pk, alice.pk)
    assert (entry.thing_kind, entry.thing) == ("accounts.consent", str(consent.pk))
    assert (entry.reason, entry.address, entry.facts) == ("reported twice", "2001:db8:1:2::/64", {"count": 3})
    assert entry.at.tzinfo is UTC
    assert timezone.now() - entry.at < timedelta(minutes=1)


def test_the_server_itself_has_no_number_and_no_address(alice: User) -> None:
    entry = audit(AuditAction.ACCOUNT_DELETED, about=alice)
    assert (entry.actor, entry.address, entry.about) == (None, "", alice.pk)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix", ""),
        ("", ""),
    ],
)
def test_an_address_is_cut_to_its_network(address: str, expected: str) -> None:
    assert network(address) == expected


@pytest.mark.parametrize("written", ["my memo", "alice@example.org", "한글", "a\nb", "x" * 201])
def test_what_people_write_is_no_fact(db: None, written: str) -> None:
    with pytest.raises(ValueError, match="codes and numbers"):
        audit(AuditAction.PHOTO_HIDDEN, memo=written)
    assert not AuditEntry.objects.exists()


def test_an_unknown_action_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="not a valid"):
        audit("photo_eaten")  # type: ignore[arg-type]


def test_many_things_are_noted_in_one_statement(
    alice: User, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert audit_each(AuditAction.USER_BANNED, [alice, bob], reason="spam") == 2
    assert set(AuditEntry.objects.values_list("about", "reason")) == {(alice.pk, "spam"), (bob.pk, "spam")}


def test_the_models_change_and_delete_nothing(alice: User) -> None:
    entry, all_of_them = audit(AuditAction.SIGNED_IN, by=alice), AuditEntry.objects.all()
    entry.action = AuditAction.SIGNED_OUT
    for attempt in (
        entry.save,
        entry.delete,
        all_of_them.delete,
        lambda: all_of_them.update(actor=1),
        lambda: all_of_them.bulk_update([entry], ["action"]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()
    assert AuditEntry.objects.get().action == AuditAction.SIGNED_IN


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET actor = 99",
        "UPDATE accounts_auditentry SET actor = NULL",
        "UPDATE accounts_auditentry SET reason = 'another'",
        "UPDATE accounts_auditentry SET at = '2020-01-01 00:00:00'",
        "DELETE FROM accounts_auditentry",
    ],
)
def test_the_database_refuses_it_too(alice: User, statement: str) -> None:
    audit(AuditAction.PHOTO_HIDDEN, by=alice, reason="spam")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.filter(actor=alice.pk, reason="spam").count() == 1


def test_the_database_lets_a_reason_and_a_network_be_blanked_and_old_entries_go(alice: User) -> None:
    audit(AuditAction.PHOTO_HIDDEN, by=alice, reason="spam")
    AuditEntry(action=AuditAction.SIGNED_IN, at=timezone.now() - timedelta(days=31)).save()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_auditentry SET reason = '', address = ''")
        cursor.execute("DELETE FROM accounts_auditentry WHERE action = 'signed_in'")
    assert AuditEntry.objects.get().reason == ""
