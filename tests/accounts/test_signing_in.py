import unicodedata

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.doors import LOGIN, SIGNUP, sign_in, sign_up, signed_in
from tests.conftest import PASSWORD

SAFE = "/"


def test_a_username_and_a_password_are_enough_to_sign_up(db: None, client: Client) -> None:
    response = sign_up(client, "mina")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in(client) == "mina"
    assert User.objects.get().email == ""
    assert mail.outbox == []


def test_signing_up_with_an_email_sends_a_confirmation_to_it(db: None, client: Client) -> None:
    sign_up(client, "mina", "Mina@Example.org")
    assert [message.to for message in mail.outbox] == [["mina@example.org"]]
    assert mail.outbox[0].subject.startswith("[Happy Things] ")
    assert "/accounts/confirm-email/" in mail.outbox[0].body


def test_two_people_cannot_have_names_that_differ_in_case_or_form_only(alice: User, client: Client) -> None:
    for name in ("Alice", "ＡＬＩＣＥ"):
        response = sign_up(client, name)
        assert response.status_code == 200
        assert response.context["form"].errors["username"]
    assert User.objects.count() == 1


def test_a_weak_password_is_refused_with_reasons(db: None, client: Client) -> None:
    response = sign_up(client, "mina", password="12345678")
    assert len(response.context["form"].errors["password1"]) == 2
    assert not User.objects.exists()


@pytest.mark.parametrize("login", ["alice", "Alice", "ALICE@example.org", " alice "])
def test_username_and_email_both_sign_in_whatever_their_case(alice: User, client: Client, login: str) -> None:
    assert sign_in(client, login).status_code == 302
    assert signed_in(client) == "alice"


def test_composed_and_decomposed_hangul_are_one_name(db: None, client: Client) -> None:
    sign_up(client, unicodedata.normalize("NFD", "행복이"))
    client.logout()
    assert sign_in(client, unicodedata.normalize("NFC", "행복이")).status_code == 302
    client.logout()
    assert sign_in(client, unicodedata.normalize("NFD", "행복이")).status_code == 302


def test_an_admin_made_with_capitals_can_sign_in(db: None, client: Client) -> None:
    User.objects.create_superuser("Boss", "Boss@Example.org", PASSWORD)
    assert sign_in(client, "Boss").status_code == 302
    client.logout()
    assert sign_in(client, "boss@example.org").status_code == 302


def test_a_wrong_password_signs_nobody_in(alice: User, client: Client) -> None:
    assert sign_in(client, "alice", "wrong").status_code == 200
    assert signed_in(client) is None


def test_a_banned_person_is_told_so_and_stays_out(alice: User, client: Client) -> None:
    User.objects.update(is_active=False)
    assert sign_in(client, "alice")["Location"] == "/accounts/inactive/"
    assert signed_in(client) is None


def test_signing_out_ends_the_session_on_the_server(alice: User, client: Client) -> None:
    sign_in(client, "alice")
    key = str(client.session.session_key)
    assert client.post("/accounts/logout/")["Location"] == "/"
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert signed_in(client) is None


def test_signing_out_by_a_mere_link_only_asks(alice_client: Client) -> None:
    alice_client.get("/accounts/logout/")
    assert signed_in(alice_client) == "alice"


def test_the_session_gets_a_new_key_at_sign_in(alice: User, client: Client) -> None:
    client.get(LOGIN)
    session = client.session
    session["planted"] = 1
    session.save()
    planted = str(session.session_key)
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(client, "alice")
    assert client.session.session_key != planted


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(alice: User, client: Client) -> None:
    sign_in(client, "alice")
    cookie = client.cookies["happythings_session"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("choice", [{"remember": "on"}, {}])
def test_staying_signed_in_is_a_choice(alice: User, client: Client, choice: dict[str, str]) -> None:
    sign_in(client, "alice", **choice)
    assert bool(client.cookies["happythings_session"]["max-age"]) is bool(choice)


@pytest.mark.parametrize(
    "evil",
    ["javascript:alert(1)", "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "///x"],
)
@pytest.mark.parametrize("page", [LOGIN, SIGNUP])
def test_next_never_leads_to_another_site(alice: User, client: Client, evil: str, page: str) -> None:
    if page == LOGIN:
        response = sign_in(client, "alice", next=evil)
    else:
        form = {"username": "mina", "password1": PASSWORD, "password2": PASSWORD, "next": evil}
        response = client.post(SIGNUP, form)
    assert (response.status_code, response["Location"]) == (302, SAFE)


def test_next_leads_on_within_the_site(alice: User, client: Client) -> None:
    assert sign_in(client, "alice", next="/album/")["Location"] == "/album/"


def test_a_form_from_elsewhere_is_refused(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "alice").status_code == 403
    client.get(LOGIN)
    token = client.cookies["happythings_csrf"].value
    form = {"login": "alice", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post(LOGIN, form, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post(LOGIN, form, headers={"origin": "http://localhost:8000"}).status_code == 302


def test_signing_up_with_a_known_email_looks_like_signing_up_with_a_new_one(alice: User, client: Client) -> None:
    known = sign_up(client, "mina", "alice@example.org")
    new = sign_up(Client(), "mino", "mino@example.org")
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"]) == (302, "/")
