"""What people do with their own accounts stands in the trail: number, network and codes, and no content."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.audit import audit
from accounts.audit_actions import AuditAction
from accounts.bans import users_ban, users_unban
from accounts.consent import consent_give, consent_revoke
from accounts.leaving import account_delete, account_keep, account_leave
from accounts.models import AuditEntry, User
from accounts.personal_data import personal_data
from accounts.preferences import preferences_set
from tests.accounts.doors import app_sign_in, sign_in, sign_up
from tests.accounts.test_password import NEW, RESET, link_in_mail
from tests.accounts.test_second_factor import AUTHENTICATE, code_of
from tests.conftest import PASSWORD


def seen() -> list[tuple[str, Any, Any, dict[str, Any]]]:
    """The trail, oldest first."""
    return list(AuditEntry.objects.order_by("id").values_list("action", "actor", "about", "facts"))


def actions() -> list[str]:
    return [action for action, *_ in seen()]


def test_signing_in_and_out_and_failing_to(alice: User, client: Client) -> None:
    sign_in(client, "alice", "wrong", REMOTE_ADDR="::1")
    sign_in(client, "nobody-here", "hunter2 is my password")
    sign_in(client, "alice")
    client.post("/accounts/logout/")
    assert seen() == [
        ("sign_in_failed", None, alice.pk, {"step": "password"}),
        ("sign_in_failed", None, None, {"step": "password"}),
        ("signed_in", alice.pk, alice.pk, {"how": "password"}),
        ("signed_out", alice.pk, alice.pk, {}),
    ]
    assert set(AuditEntry.objects.values_list("address", flat=True)) == {"127.0.0.1"}


def test_a_program_gets_a_token(alice: User, client: Client) -> None:
    app_sign_in(client, "alice", "wrong")
    app_sign_in(client, "alice")
    assert seen() == [
        ("sign_in_failed", None, alice.pk, {"step": "password"}),
        ("token_issued", alice.pk, alice.pk, {"how": "password"}),
    ]


def test_whoever_goes_on_guessing_fills_no_trail(alice: User, client: Client) -> None:
    for _ in range(8):
        sign_in(client, "alice", "wrong")
    assert actions() == ["sign_in_failed"] * 5 + ["sign_in_refused"]
    assert AuditEntry.objects.filter(action="sign_in_refused", about=alice.pk).count() == 1


def test_a_wrong_code_after_the_right_password_is_a_failure(alice: User, client: Client) -> None:
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    RecoveryCodes.activate(alice)
    sign_in(client, "alice")
    client.post(AUTHENTICATE, {"code": "000000"})
    client.post(AUTHENTICATE, {"code": code_of(secret)})
    assert seen() == [
        ("sign_in_failed", None, alice.pk, {"step": "totp"}),
        ("signed_in", alice.pk, alice.pk, {"how": "password+totp"}),
    ]


@pytest.mark.django_db(transaction=True)  # allauth tells of some of it once it is committed
def test_second_steps_come_and_go(alice: User, client: Client) -> None:
    sign_in(client, "alice")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(client.session["mfa.totp.secret"])})
    client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/totp/deactivate/")
    assert {(action, facts["kind"]) for action, _, _, facts in seen()[1:]} == {
        ("second_factor_added", "totp"),
        ("second_factor_added", "recovery_codes"),
        ("recovery_codes_renewed", "recovery_codes"),
        ("second_factor_removed", "totp"),
        ("second_factor_removed", "recovery_codes"),
    }
    assert {actor for _, actor, _, _ in seen()} == {alice.pk}


def test_a_password_is_changed_and_reset(alice: User, client: Client) -> None:
    sign_in(client, "alice")
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/accounts/password/change/", form)
    visitor = Client()
    visitor.post(RESET, {"email": "alice@example.org"})
    page = visitor.get(link_in_mail(), follow=True)
    visitor.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert ("password_changed", alice.pk, alice.pk, {}) in seen()
    assert ("password_reset", None, alice.pk, {}) in seen()


def test_signing_up_and_confirming_an_address(db: None, client: Client) -> None:
    sign_up(client, "dora", "dora@example.org")
    link = next(line for line in str(mail.outbox[0].body).splitlines() if "/confirm-email/" in line)
    client.post(link.removeprefix("http://testserver"))
    dora = User.objects.get(username="dora")
    assert ("signed_up", dora.pk, dora.pk, {}) in seen()
    assert ("address_changed", dora.pk, dora.pk, {"what": "confirmed"}) in seen()


@pytest.mark.parametrize("page", ["/accounts/sessions/", "/accounts/sessions/{}/end/"])
def test_sessions_ended_by_hand(alice: User, client: Client, page: str) -> None:
    sign_in(client, "alice")
    sign_in(Client(), "alice")
    other = UserSession.objects.exclude(session_key=client.session.session_key).get()
    client.post(page.format(other.pk))
    assert seen()[-1] == ("sessions_ended", alice.pk, alice.pk, {"count": 1})


def test_a_program_ends_sessions(alice: User, client: Client) -> None:
    token = app_sign_in(client, "alice").json()["meta"]["session_token"]
    sign_in(Client(), "alice")
    other = UserSession.objects.order_by("-id").values_list("pk", flat=True)[0]
    body = {"sessions": [other]}
    address = "/_allauth/app/v1/auth/sessions"
    Client().delete(address, body, content_type="application/json", headers={"x-session-token": token})
    assert seen()[-1] == ("sessions_ended", alice.pk, alice.pk, {"count": 1})


def test_what_people_decide_for_themselves(alice: User) -> None:
    preferences_set(user=alice, language="ko", sound=True)
    consent_give(user=alice)
    consent_give(user=alice)
    consent_revoke(user=alice)
    consent_revoke(user=alice)
    account_leave(user=alice)
    account_leave(user=alice)
    account_keep(user=alice)
    assert actions() == [
        "preferences_changed", "consent_given", "consent_taken_back", "deletion_asked", "deletion_taken_back",
    ]  # fmt: skip
    assert seen()[0][3] == {"fields": "language,sound"}


def test_bans_say_who_banned(alice: User, bob: User) -> None:
    users_ban(users=[alice], by=bob)
    users_ban(users=[alice], by=bob)
    users_unban(users=[alice], by=bob)
    assert seen() == [("user_banned", bob.pk, alice.pk, {}), ("user_unbanned", bob.pk, alice.pk, {})]


def test_of_a_deleted_account_a_number_stays(alice: User, bob: User, client: Client) -> None:
    number = alice.pk
    sign_in(client, "alice")
    audit(AuditAction.PHOTO_HIDDEN, by=bob, about=alice, reason="Alice Kim's phone number was on it")
    User.objects.filter(pk=number).update(deletion_due_at=timezone.now())
    account_delete(user=alice)
    assert seen() == [
        ("signed_in", number, number, {"how": "password"}),
        ("photo_hidden", bob.pk, number, {}),
        ("account_deleted", None, number, {}),
    ]
    assert set(AuditEntry.objects.values_list("reason", "address")) == {("", "")}
    again = User.objects.create_user("alice", "alice@example.org", PASSWORD)
    assert again.pk != number


def test_what_was_tried_at_a_door_keeps_no_network_of_a_person_who_is_gone(alice: User, bob: User) -> None:
    for name in ("alice", "bob"):
        sign_in(Client(REMOTE_ADDR="203.0.113.77"), name, "wrong")
    audit(AuditAction.PHOTO_HIDDEN, by=bob, about=alice, request=RequestFactory(REMOTE_ADDR="198.51.100.7").get("/"))
    User.objects.filter(pk=alice.pk).update(deletion_due_at=timezone.now())
    assert account_delete(user=alice)
    assert list(AuditEntry.objects.order_by("id").values_list("action", "address")) == [
        ("sign_in_failed", ""),
        ("sign_in_failed", "203.0.113.77"),
        ("photo_hidden", "198.51.100.7"),
        ("account_deleted", ""),
    ]


def test_nothing_that_was_typed_stands_anywhere(alice: User, client: Client) -> None:
    sign_in(client, "secret-as-name", "secret-as-password")
    sign_in(client, "alice@example.org", "secret-as-password")
    app_sign_in(client, "alice@example.org", "secret-as-password")
    sign_up(Client(), "secret-name", "secret@example.org")
    everything = " ".join(map(str, AuditEntry.objects.values_list()))
    assert AuditEntry.objects.count() >= 4
    for word in ("secret", "alice", "example.org", "@"):
        assert word not in everything, word


def test_a_persons_own_copy_says_what_was_done_and_not_who_of_the_staff_did_it(
    alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit(AuditAction.SIGNED_IN, by=alice, about=alice)
    audit(AuditAction.SIGNED_IN, by=bob, about=bob)
    audit(AuditAction.PHOTO_VIEWED, by=bob, about=alice, reason="somebody said so")
    record = personal_data(alice)["record"]
    assert [(line["action"], line["by_you"]) for line in record] == [("photo_viewed", False), ("signed_in", True)]
    assert set(record[0]) == {"at", "action", "by_you", "network"}
    monkeypatch.setattr("accounts.personal_data.RECORD_LINES", 1)
    assert len(personal_data(alice)["record"]) == 1


def old_entries(count: int, days: int) -> None:
    when = timezone.now() - timedelta(days=days)
    AuditEntry.objects.bulk_create(AuditEntry(action=AuditAction.SIGNED_IN, at=when) for _ in range(count))


def trimmed(**options: Any) -> str:
    out = StringIO()
    call_command("trim_audit", stdout=out, **options)
    return out.getvalue()


def left() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(action=AuditAction.SIGNED_IN)


def test_the_trail_is_trimmed_by_age(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.audit_keeping._BATCH", 2)
    old_entries(5, days=401)
    old_entries(1, days=399)
    assert "5 entries are older" in trimmed(days=400, dry_run=True)
    assert left().count() == 6
    assert "5 entries deleted" in trimmed(days=400)
    assert left().count() == 1
    assert AuditEntry.objects.get(action="audit_trimmed").facts["count"] == 5
    assert "0 entries deleted" in trimmed(days=400)


def test_the_last_month_is_never_trimmed(db: None) -> None:
    with pytest.raises(CommandError, match="at least 30 days"):
        trimmed(days=29)
