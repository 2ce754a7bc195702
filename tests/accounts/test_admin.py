import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.bans import users_ban, users_unban
from accounts.consent import consent_give
from accounts.models import User
from tests.accounts.doors import app_sign_in, sign_in, signed_in
from tests.conftest import PASSWORD

USERS = "/admin/accounts/user/"


def test_staff_find_people_by_name_and_address(boss_client: Client, alice: User, bob: User) -> None:
    for query in ("alice", "alice@example.org"):
        found = boss_client.get(USERS, {"q": query}).context["cl"].queryset
        assert list(found) == [alice]


def test_staff_ban_people_who_are_out_at_once_and_let_them_in_again(
    boss_client: Client, alice: User, alice_client: Client
) -> None:
    form = {"action": "ban", "_selected_action": [alice.pk]}
    assert b"1 account is closed" in boss_client.post(USERS, form, follow=True).content
    assert signed_in(alice_client) is None
    form["action"] = "unban"
    assert b"1 account is open again" in boss_client.post(USERS, form, follow=True).content
    alice.refresh_from_db()
    assert alice.is_active


def test_no_session_from_before_a_ban_lives_again_after_it(boss_client: Client, alice: User, bob: User) -> None:
    browser, app, other = Client(), Client(), Client()
    sign_in(browser, "alice")
    app_sign_in(app, "alice")
    sign_in(other, "bob")
    form = {"action": "ban", "_selected_action": [alice.pk]}
    boss_client.post(USERS, form)
    boss_client.post(USERS, form | {"action": "unban"})
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
    assert users_unban(users=[boss, alice]) == 1


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
