"""The audit trail in the admin site, and what the admin site's own forms write into it."""

import csv
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from asgiref.sync import async_to_sync
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.audit import audit, audit_each
from accounts.audit_actions import AuditAction
from accounts.models import AuditEntry, User
from tests.accounts.doors import sign_in
from tests.accounts.test_second_factor import AUTHENTICATE, code_of
from tests.browser.walk.passkey import credential
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

TRAIL = "/admin/accounts/auditentry/"
CSV = f"{TRAIL}trail.csv"
OLD = timezone.now() - timedelta(days=100)


def rows_of(response: Any) -> list[dict[str, str]]:
    """The table as a spreadsheet reads it."""

    async def whole(pieces: AsyncIterator[bytes]) -> bytes:
        return b"".join([piece async for piece in pieces])

    text = async_to_sync(whole)(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_staff_read_names_for_numbers(boss_client: Client, alice: User, bob: User) -> None:
    audit(AuditAction.PHOTO_HIDDEN, by=bob, about=alice, reason="<b>spam</b>", count=2)
    audit(AuditAction.SIGNED_IN, by=None, about=987654)
    page = boss_client.get(TRAIL).content.decode()
    for piece in (">alice</a>", ">bob</a>", "987654 (gone)", "&lt;b&gt;spam", "count=2", "hid a photo"):
        assert piece in page, piece


def test_the_trail_is_read_and_nothing_else(boss_client: Client, alice: User) -> None:
    entry = audit(AuditAction.SIGNED_IN, by=alice)
    one = f"{TRAIL}{entry.pk}/"
    assert boss_client.get(f"{one}change/").status_code == 200
    for page in (f"{TRAIL}add/", f"{one}delete/"):
        assert boss_client.post(page, {"post": "yes"}).status_code == 403
    assert boss_client.post(f"{one}change/", {"reason": "forged"}).status_code == 403
    boss_client.post(TRAIL, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    assert AuditEntry.objects.filter(pk=entry.pk, reason="").exists()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=alice", {"signed_in", "photo_hidden"}),
        ("q=ALICE", {"signed_in", "photo_hidden"}),
        ("q=bob", {"photo_hidden", "user_banned"}),
        ("q=2001:db8::/64", {"user_banned"}),
        ("q=ali", set()),
        ("q=99999999999999999999", set()),
        ("action=user_banned", {"user_banned"}),
        ("by=staff", {"photo_hidden", "user_banned"}),
        ("by=people", {"signed_in"}),
        ("by=nobody", {"account_deleted"}),
        ("by=nonsense&month=nonsense", {"signed_in", "photo_hidden", "user_banned", "account_deleted"}),
        (f"month={timezone.now():%Y-%m}", {"signed_in", "photo_hidden", "user_banned"}),
        (f"month={OLD:%Y-%m}", {"account_deleted"}),
    ],
)
def test_entries_are_found(boss_client: Client, alice: User, bob: User, query: str, expected: set[str]) -> None:
    audit(AuditAction.SIGNED_IN, by=alice)
    audit(AuditAction.PHOTO_HIDDEN, by=bob, about=alice)
    AuditEntry(action=AuditAction.USER_BANNED, actor=bob.pk, address="2001:db8::/64").save()
    AuditEntry(action=AuditAction.ACCOUNT_DELETED, at=OLD).save()
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    assert {entry.action for entry in boss_client.get(f"{TRAIL}?{query}").context["cl"].queryset} == expected
    assert {row["action"] for row in rows_of(boss_client.get(f"{CSV}?{query}"))} - {"audit_exported"} == expected


def test_a_number_finds_the_person_it_belonged_to(boss_client: Client, bob: User) -> None:
    audit(AuditAction.ACCOUNT_DELETED, about=987654)
    assert len(boss_client.get(TRAIL, {"q": "987654"}).context["cl"].queryset) == 1


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_however_long_it_is(
    boss_client: Client, alice: User, bob: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    audit_each(AuditAction.USER_BANNED, [alice, bob] * count, by=alice)
    with django_assert_num_queries(4):
        assert boss_client.get(TRAIL).status_code == 200


def test_the_csv_is_safe_to_open_and_says_who_took_it(boss: User, boss_client: Client, alice: User) -> None:
    for reason in ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", 'quotes " and, commas', "신고됨"):
        audit(AuditAction.PHOTO_HIDDEN, by=boss, about=alice, reason=reason)
    response = boss_client.get(CSV, {"action": "photo_hidden"})
    assert response["Content-Disposition"] == 'attachment; filename="audit-trail.csv"'
    rows = rows_of(response)
    assert [row["reason"] for row in reversed(rows)] == [
        "'=cmd|' /C calc'!A0", "'+1", "'-1", "'@SUM(A1)", 'quotes " and, commas', "신고됨",
    ]  # fmt: skip
    assert rows[0]["actor"] == str(boss.pk)
    assert rows[0]["at"].endswith("Z")
    assert AuditEntry.objects.get(action="audit_exported").actor == boss.pk


def test_the_csv_is_read_a_page_at_a_time(
    boss_client: Client, alice: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr("accounts.audit_csv._PAGE", 10)
    audit_each(AuditAction.USER_BANNED, [alice] * 25)
    response = boss_client.get(CSV, {"action": "user_banned"})
    with django_assert_num_queries(4):
        rows = rows_of(response)
    ids = [int(row["id"]) for row in rows]
    assert len(set(ids)) == 25
    assert ids == sorted(ids, reverse=True)


@pytest.mark.parametrize("query", [{"actor__exact": "somebody"}, {"p": "99999"}])
def test_a_bad_filter_of_the_csv_is_a_400(boss: User, boss_client: Client, query: dict[str, str]) -> None:
    audit_each(AuditAction.SIGNED_IN, [boss] * 101)
    assert boss_client.get(CSV, query).status_code == 400
    assert not AuditEntry.objects.filter(action="audit_exported").exists()


@pytest.mark.parametrize("address", [TRAIL, CSV])
def test_only_owners_read_the_trail(alice: User, alice_client: Client, address: str) -> None:
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    seen = {}
    for group in ("moderator", "support", "owner"):
        alice.groups.set([Group.objects.get(name=group)])
        seen[group] = alice_client.get(address).status_code
    assert seen == {"moderator": 403, "support": 403, "owner": 200}


def test_changes_by_forms_are_noted_without_what_was_typed(boss: User, boss_client: Client) -> None:
    boss_client.post("/admin/auth/group/add/", {"name": "secret name", "permissions": []})
    group = Group.objects.get(name="secret name")
    boss_client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "another secret", "permissions": [1, 2]})
    boss_client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "another secret", "permissions": [1, 2]})
    boss_client.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"})
    entries = AuditEntry.objects.filter(thing_kind="auth.group", actor=boss.pk).order_by("id")
    assert [(entry.action, entry.facts) for entry in entries] == [
        ("row_added", {"fields": "name"}),
        ("row_changed", {"fields": "name,permissions", "permissions_set": "1,2"}),
        ("row_deleted", {}),
    ]
    assert {entry.thing for entry in entries} == {str(group.pk)}


def test_a_person_who_gets_rights_is_noted_with_which(boss_client: Client, alice: User) -> None:
    support = Group.objects.get(name="support")
    save(boss_client, alice, is_staff="on", groups=[support.pk])
    entry = AuditEntry.objects.get(action="row_changed", about=alice.pk)
    assert (entry.facts["is_staff_set"], entry.facts["groups_set"]) == (True, str(support.pk))


def test_a_quota_that_staff_change_is_noted(boss_client: Client, alice: User) -> None:
    form = {"allowance-0-megabytes": "500", "allowance-0-photos_per_day": "", "allowance-TOTAL_FORMS": "1"}
    save(boss_client, alice, **form)
    entry = AuditEntry.objects.get(thing_kind="gallery.allowance")
    assert (entry.action, entry.about, entry.facts["megabytes_set"]) == ("row_added", alice.pk, 500)


def test_a_password_that_staff_set_is_noted(boss: User, boss_client: Client, alice: User) -> None:
    form = {"password1": "quite-another-battery", "password2": "quite-another-battery", "usable_password": "true"}
    page = f"/admin/accounts/user/{alice.pk}/password/"
    assert boss_client.post(page, form | {"password2": "other"}).status_code == 200
    assert boss_client.post(page, form).status_code == 302
    entry = AuditEntry.objects.get(action="password_changed")
    assert (entry.actor, entry.about) == (boss.pk, alice.pk)


def save(client: Client, person: User, **changed: Any) -> "Response":
    """Send the person's page back with these changes."""
    page = f"/admin/accounts/user/{person.pk}/change/"
    shown = client.get(page).context
    initial = shown["adminform"].form.initial
    form = {name: value for name, value in initial.items() if isinstance(value, str)}
    form |= {name: "on" for name, value in initial.items() if value is True}
    for inline in shown["inline_admin_formsets"]:
        form |= {f"{inline.formset.prefix}-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form |= {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00"}
    return client.post(page, form | changed)


def staff(name: str, group: str) -> tuple[User, Client]:
    person, client = User.objects.create_user(name, password=PASSWORD, is_staff=True), Client()
    person.groups.set([Group.objects.get(name=group)])
    client.force_login(person)
    return person, client


@pytest.mark.parametrize("group", ["support", "owner"])
def test_nobody_makes_themselves_a_superuser(db: None, group: str) -> None:
    person, client = staff("pat", group)
    save(client, person, is_superuser="on", user_permissions=[1, 2])
    person.refresh_from_db()
    assert (person.is_superuser, person.user_permissions.count()) == (False, 0)


def test_support_gives_out_no_rights(alice: User) -> None:
    _pat, client = staff("pat", "support")
    save(client, alice, is_staff="on", groups=[Group.objects.get(name="owner").pk])
    alice.refresh_from_db()
    assert (alice.is_staff, alice.groups.count()) == (False, 0)


def test_owners_make_staff(alice: User) -> None:
    _pat, client = staff("pat", "owner")
    assert save(client, alice, is_staff="on", groups=[Group.objects.get(name="support").pk]).status_code == 302
    alice.refresh_from_db()
    assert (alice.is_staff, alice.groups.get().name) == (True, "support")


@pytest.mark.parametrize("page", ["change", "delete", "password"])
def test_nobody_takes_over_an_account_that_may_do_more(boss: User, alice: User, page: str) -> None:
    _pat, support = staff("pat", "support")
    kim, owner = staff("kim", "owner")
    form = {"password1": "quite-another-battery", "password2": "quite-another-battery", "usable_password": "true"}
    for client, person in ((support, boss), (support, kim), (owner, boss)):
        assert client.post(f"/admin/accounts/user/{person.pk}/{page}/", form | {"post": "yes"}).status_code == 403
    assert boss.check_password(PASSWORD)


def test_old_entries_stay_readable_after_their_people_are_gone(boss_client: Client) -> None:
    AuditEntry(action="an_action_of_an_older_version", at=timezone.now() - timedelta(days=900), actor=1234567).save()
    assert b"1234567 (gone)" in boss_client.get(TRAIL).content


def test_the_admin_opens_for_staff_with_a_second_step_where_the_setting_says_so(
    boss: User, boss_client: Client, alice_client: Client, settings: Settings
) -> None:
    settings.STAFF_NEEDS_2FA = True
    led = boss_client.get("/admin/accounts/user/", follow=True)
    assert led.redirect_chain == [("/accounts/2fa/", 302)]
    assert b"Staff need a second step here" in led.content
    assert boss_client.post("/admin/accounts/user/", {"action": "ban", "_selected_action": [1]}).status_code == 302
    assert alice_client.get("/admin/", follow=True).status_code == 404
    RecoveryCodes.activate(boss)
    assert boss_client.get("/admin/").status_code == 302
    assert boss_client.post("/admin/logout/").status_code == 200


def test_a_second_step_set_up_elsewhere_opens_the_admin_to_no_session_that_did_not_take_it(
    boss: User, client: Client, settings: Settings
) -> None:
    settings.STAFF_NEEDS_2FA = True
    sign_in(client, "boss")
    secret = generate_totp_secret()
    TOTP.activate(boss, secret)
    led = client.get("/admin/accounts/user/")
    assert led["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Faccounts%2Fuser%2F"
    assert client.get(led["Location"]).status_code == 200
    assert client.post("/admin/accounts/user/", {"action": "ban", "_selected_action": [1]}).status_code == 302
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/admin/").status_code == 302
    assert client.post(led["Location"], {"code": code_of(secret)})["Location"] == "/admin/accounts/user/"
    assert client.get("/admin/accounts/user/").status_code == 200


def test_who_has_a_passkey_alone_is_led_to_it(boss: User, client: Client, settings: Settings) -> None:
    settings.STAFF_NEEDS_2FA = True
    sign_in(client, "boss")
    Authenticator.objects.create(user=boss, type="webauthn", data={"name": "Phone", "credential": credential()})
    led = client.get("/admin/accounts/user/")
    assert led["Location"] == "/accounts/2fa/webauthn/reauthenticate/?next=%2Fadmin%2Faccounts%2Fuser%2F"
    assert client.get(led["Location"]).status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/admin/accounts/user/")["Location"] == led["Location"]


def test_a_session_that_took_the_second_step_when_it_began_is_in_at_once(
    boss: User, client: Client, settings: Settings
) -> None:
    settings.STAFF_NEEDS_2FA = True
    secret = generate_totp_secret()
    TOTP.activate(boss, secret)
    sign_in(client, "boss")
    client.post(AUTHENTICATE, {"code": code_of(secret)})
    assert client.get("/admin/").status_code == 200
