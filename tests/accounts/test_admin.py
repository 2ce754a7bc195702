import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.audit_actions import AuditAction
from accounts.bans import users_ban, users_unban
from accounts.consent import consent_give
from accounts.leaving import account_leave
from accounts.models import AuditEntry, Consent, User
from tests.accounts.doors import app_sign_in, sign_in, signed_in
from tests.conftest import PASSWORD

USERS = "/admin/accounts/user/"


def act(client: Client, action: str, people: list[User], **more: str) -> str:
    chosen = {"action": action, "_selected_action": [person.pk for person in people]}
    newest = {"newest": str(max(person.pk for person in people))} if "apply" in more else {}
    return client.post(USERS, chosen | newest | more, follow=True).content.decode()


@pytest.fixture
def support(db: None) -> Client:
    """Somebody of that group."""
    person = User.objects.create_user("sue", "sue@example.org", PASSWORD, is_staff=True)
    person.groups.add(Group.objects.get(name="support"))
    client = Client()
    client.force_login(person)
    return client


def test_staff_find_people_by_name_and_address(boss_client: Client, alice: User, bob: User) -> None:
    for query in ("alice", "alice@example.org"):
        found = boss_client.get(USERS, {"q": query}).context["cl"].queryset
        assert list(found) == [alice]


def test_staff_ban_people_who_are_out_at_once_and_let_them_in_again(
    boss_client: Client, alice: User, alice_client: Client
) -> None:
    assert "1 person will be signed out everywhere" in act(boss_client, "ban", [alice])
    assert signed_in(alice_client) == "alice"
    assert "1 account is closed" in act(boss_client, "ban", [alice], apply="1", reason="spam")
    assert signed_in(alice_client) is None
    assert "1 account is open again" in act(boss_client, "unban", [alice], apply="1", reason="it was not")
    said = AuditEntry.objects.filter(about=alice.pk, action__in=[AuditAction.USER_BANNED, AuditAction.USER_UNBANNED])
    assert {(entry.action, entry.reason) for entry in said} == {
        ("user_banned", "spam"),
        ("user_unbanned", "it was not"),
    }
    alice.refresh_from_db()
    assert alice.is_active


def test_no_session_from_before_a_ban_lives_again_after_it(boss_client: Client, alice: User, bob: User) -> None:
    browser, app, other = Client(), Client(), Client()
    sign_in(browser, "alice")
    app_sign_in(app, "alice")
    sign_in(other, "bob")
    act(boss_client, "ban", [alice], apply="1", reason="spam")
    act(boss_client, "unban", [alice], apply="1", reason="it was not")
    assert [signed_in(each) for each in (browser, other)] == [None, "bob"]
    assert Session.objects.count() == 2


def test_unticking_active_on_the_persons_page_ends_their_sessions_too(
    boss_client: Client, alice: User, alice_client: Client
) -> None:
    page = f"{USERS}{alice.pk}/change/"
    shown = boss_client.get(page).context
    form = {name: value for name, value in shown["adminform"].form.initial.items() if isinstance(value, str)}
    for inline in shown["inline_admin_formsets"]:
        form |= {f"{inline.formset.prefix}-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form |= {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00"}
    assert boss_client.post(page, form).status_code == 302
    User.objects.filter(pk=alice.pk, is_active=False).update(is_active=True)
    assert signed_in(alice_client) is None


def test_nobody_bans_themselves(boss: User, alice: User) -> None:
    assert users_ban(users=[boss, alice], by=boss) == 1
    boss.refresh_from_db()
    assert boss.is_active
    assert users_unban(users=[boss, alice], by=boss) == 1


def test_only_a_superuser_bans_a_superuser(boss: User, alice: User) -> None:
    assert users_ban(users=[boss], by=alice) == 0
    other = User.objects.create_superuser("other", password=PASSWORD)
    assert users_ban(users=[boss], by=other) == 1


def test_a_persons_consents_are_shown_and_cannot_be_changed(boss_client: Client, alice: User) -> None:
    consent_give(user=alice)
    content = boss_client.get(f"{USERS}{alice.pk}/change/").content.decode()
    assert "field-text_version" in content
    assert 'name="consents-0-text_version"' not in content
    assert 'name="consents-0-DELETE"' not in content


@pytest.mark.parametrize("page", ["/admin/", USERS])
def test_the_admin_site_is_not_there_for_others(alice_client: Client, page: str) -> None:
    assert alice_client.get(page, follow=True).status_code == 404


def test_everybodys_consents_are_listed_and_changed_by_nobody(boss_client: Client, alice: User, bob: User) -> None:
    consent_give(user=alice)
    consent_give(user=bob)
    page = boss_client.get("/admin/accounts/consent/?purpose__exact=camera").content.decode()
    assert "alice" in page
    assert "bob" in page
    consent = Consent.objects.filter(user=alice).get()
    assert boss_client.get("/admin/accounts/consent/add/").status_code == 403
    assert boss_client.post(f"/admin/accounts/consent/{consent.pk}/delete/", {"post": "yes"}).status_code == 403
    assert boss_client.post(f"/admin/accounts/consent/{consent.pk}/change/", {"purpose": "uploads"}).status_code == 403
    assert list(Consent.objects.values_list("purpose", flat=True)) == ["camera", "camera"]


def test_people_are_trusted_and_called_new_again(boss_client: Client, boss: User, alice: User, bob: User) -> None:
    assert "2 people are trusted now." in act(boss_client, "trust_them", [alice, bob])
    assert set(boss_client.get(f"{USERS}?trust__exact=trusted").context["cl"].queryset) == {alice, bob}
    assert "1 person counts as new now." in act(boss_client, "distrust_them", [alice])
    alice.refresh_from_db()
    assert alice.trust == User.Trust.NEW
    changed = AuditEntry.objects.filter(action=AuditAction.TRUST_CHANGED, about=alice.pk)
    assert [(entry.actor, entry.facts["trust"]) for entry in changed.order_by("id")] == [
        (boss.pk, "trusted"),
        (boss.pk, "new"),
    ]


def test_support_bans_people_and_no_staff(support: Client, boss: User, alice: User) -> None:
    act(support, "ban", [alice, boss], apply="1", reason="spam")
    assert set(User.objects.filter(is_active=False)) == {alice}


def test_nobody_opens_or_keeps_an_account_that_may_do_more(support: Client, boss: User, alice: User) -> None:
    sue = User.objects.get(username="sue")
    sue.user_permissions.add(Permission.objects.get(codename="delete_user"))
    for person in (boss, alice):
        account_leave(user=person)
    act(support, "stay", [alice, boss], apply="1", reason="a favour")
    assert set(User.objects.filter(deletion_due_at__isnull=False)) == {boss}
    User.objects.filter(pk__in=[boss.pk, alice.pk]).update(is_active=False)
    act(support, "unban", [alice, boss], apply="1", reason="a favour")
    assert set(User.objects.filter(is_active=False)) == {boss}
    assert AuditEntry.objects.get(action=AuditAction.USER_UNBANNED).actor == sue.pk


def test_nobody_signs_out_who_may_do_more(support: Client, boss: User, alice: User) -> None:
    page, browsers = "/admin/usersessions/usersession/", {person: Client() for person in (boss, alice)}
    for person, browser in browsers.items():
        sign_in(browser, person.username)
        browser.get("/album/")
    sessions = {each.user: each for each in UserSession.objects.select_related("user").filter(user__in=browsers)}
    answer = support.post(
        page, {"action": "end", "_selected_action": [each.pk for each in sessions.values()]}, follow=True
    )
    assert b"1 session is signed out." in answer.content
    assert support.post(f"{page}{sessions[boss].pk}/delete/", {"post": "yes"}).status_code == 403
    assert [signed_in(browsers[person]) for person in (boss, alice)] == ["boss", None]


def test_nobody_trusts_themselves(support: Client, alice: User) -> None:
    assert "1 person is trusted now." in act(support, "trust_them", [alice, User.objects.get(username="sue")])
    assert set(User.objects.filter(trust=User.Trust.TRUSTED)) == {alice}


def test_support_calls_nobody_new_who_may_do_more(support: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(trust=User.Trust.TRUSTED)
    boss = User.objects.create_superuser("chief", trust=User.Trust.TRUSTED)
    assert "1 person counts as new now." in act(support, "distrust_them", [alice, boss])
    boss.refresh_from_db()
    assert boss.trust == User.Trust.TRUSTED


def test_support_takes_no_account_over(support: Client, alice: User) -> None:
    """With a password or an address one signs in as somebody, and sees their photos."""
    page = f"{USERS}{alice.pk}/change/"
    shown = support.get(page).content.decode()
    for field in ("username", "email", "password", "is_staff", "is_superuser", "groups"):
        assert f'name="{field}"' not in shown, field
    assert "/password/" not in shown
    form = {"password1": "another-fine-horse", "password2": "another-fine-horse", "usable_password": "true"}
    assert support.post(f"{USERS}{alice.pk}/password/", form).status_code == 403
    address = EmailAddress.objects.create(user=alice, email="alice@example.org")
    addresses = "/admin/account/emailaddress/"
    assert "alice@example.org" in support.get(addresses).content.decode()
    assert support.post(f"{addresses}{address.pk}/change/", {"email": "sue@example.org"}).status_code == 403
    support.post(addresses, {"action": "make_verified", "_selected_action": [address.pk]})
    address.refresh_from_db()
    assert (address.email, address.verified) == ("alice@example.org", False)


def test_no_address_of_a_superuser_is_made_changed_or_confirmed_by_less(boss: User, alice: User) -> None:
    """An address that counts as verified resets a password."""
    kim = User.objects.create_user("kim", password=PASSWORD, is_staff=True)
    kim.groups.add(Group.objects.get(name="owner"))
    owner = Client()
    owner.force_login(kim)
    his = EmailAddress.objects.create(user=boss, email="boss@example.org")
    hers = EmailAddress.objects.create(user=alice, email="alice@example.org")
    addresses = "/admin/account/emailaddress/"
    form = {"user": boss.pk, "email": "kim@example.org", "verified": "on", "primary": "on"}
    for page in ("add", f"{his.pk}/change", f"{his.pk}/delete"):
        assert owner.post(f"{addresses}{page}/", form | {"post": "yes"}).status_code == 403, page
    assert owner.post(f"{addresses}{hers.pk}/change/", form).status_code == 302
    for action in ("make_verified", "delete_selected"):
        owner.post(addresses, {"action": action, "_selected_action": [his.pk], "post": "yes"})
    assert list(EmailAddress.objects.filter(user=boss).values_list("email", "verified")) == [
        ("boss@example.org", False)
    ]
    assert EmailAddress.objects.get(user=alice).email == "kim@example.org"


def test_owners_confirm_the_addresses_of_people(boss_client: Client, alice: User) -> None:
    address = EmailAddress.objects.create(user=alice, email="alice@example.org")
    boss_client.post("/admin/account/emailaddress/", {"action": "make_verified", "_selected_action": [address.pk]})
    address.refresh_from_db()
    assert address.verified


def test_no_page_shows_a_key_that_opens_a_session(boss_client: Client, support: Client, alice: User) -> None:
    browser = Client()
    sign_in(browser, "alice")
    browser.get("/album/")
    session = UserSession.objects.get(user=alice)
    for page in ("", f"{session.pk}/change/"):
        shown = boss_client.get(f"/admin/usersessions/usersession/{page}").content.decode()
        assert "alice" in shown
        assert session.session_key not in shown
    form = {"action": "end", "_selected_action": [session.pk]}
    assert b"1 session is signed out." in support.post("/admin/usersessions/usersession/", form, follow=True).content
    assert signed_in(browser) is None


def test_an_account_is_deleted_on_somebodys_behalf_as_by_themselves(
    boss_client: Client, boss: User, alice: User, alice_client: Client
) -> None:
    assert "1 account will be deleted in seven days" in act(boss_client, "leave", [alice])
    assert "1 account is to be deleted." in act(boss_client, "leave", [alice], apply="1", reason="asked by mail")
    alice.refresh_from_db()
    assert alice.deletion_due_at
    assert signed_in(alice_client) is None
    assert "1 account is kept." in act(boss_client, "stay", [alice], apply="1", reason="asked again")
    alice.refresh_from_db()
    assert alice.deletion_due_at is None
    said = AuditEntry.objects.filter(about=alice.pk, actor=boss.pk, action__startswith="deletion").order_by("id")
    assert [(entry.action, entry.reason) for entry in said] == [
        ("deletion_asked", "asked by mail"),
        ("deletion_taken_back", "asked again"),
    ]


def test_no_other_way_deletes_an_account(boss_client: Client, boss: User, alice: User) -> None:
    assert boss_client.post(f"{USERS}{alice.pk}/delete/", {"post": "yes"}).status_code == 403
    act(boss_client, "delete_selected", [alice], post="yes")
    act(boss_client, "leave", [boss], apply="1", reason="by mistake")
    assert set(User.objects.filter(deletion_due_at=None)) == {alice, boss}
