import re

from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.doors import sign_in, signed_in

RESET = "/accounts/password/reset/"
NEW = "quite-another-battery"


def link_in_mail() -> str:
    found = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_forgotten_password_is_replaced_by_mail(alice: User, client: Client) -> None:
    assert client.post(RESET, {"email": "Alice@example.org"})["Location"] == "/accounts/password/reset/done/"
    assert mail.outbox[0].to == ["alice@example.org"]
    form = client.get(link_in_mail(), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert sign_in(Client(), "alice", NEW).status_code == 302
    assert sign_in(Client(), "alice").status_code == 200


def test_a_reset_link_works_once(alice: User, client: Client) -> None:
    client.post(RESET, {"email": "alice@example.org"})
    link = link_in_mail()
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    again = Client().get(link, follow=True)
    assert again.context["token_fail"]


def test_asking_for_an_unknown_address_looks_the_same(alice: User, client: Client) -> None:
    known = client.post(RESET, {"email": "alice@example.org"})
    unknown = client.post(RESET, {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [["alice@example.org"], ["nobody@example.org"]]
    assert "/reset/key/" not in mail.outbox[1].body


def test_resetting_opens_an_account_that_guessing_closed(alice: User, client: Client) -> None:
    for _ in range(6):
        sign_in(Client(), "alice", "wrong")
    client.post(RESET, {"email": "alice@example.org"})
    page = client.get(link_in_mail(), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert sign_in(Client(), "alice", NEW).status_code == 302


def test_a_changed_password_signs_out_everywhere_else(alice: User, client: Client) -> None:
    other = Client()
    for browser in (client, other):
        sign_in(browser, "alice")
    form = {"oldpassword": "correct-horse-battery", "password1": NEW, "password2": NEW}
    client.post("/accounts/password/change/", form)
    assert signed_in(client) == "alice"
    assert signed_in(other) is None


def test_other_sessions_can_be_ended_from_the_list(alice: User, client: Client) -> None:
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
    for browser in (client, other):
        sign_in(browser, "alice")
    assert b"Firefox, Windows" in client.get("/accounts/sessions/").content
    client.post("/accounts/sessions/")
    assert signed_in(client) == "alice"
    assert signed_in(other) is None


def test_adding_an_address_asks_for_the_password_again_later(alice_client: Client) -> None:
    """A session opened without a password (force_login) counts as one that was opened long ago."""
    response = alice_client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert response["Location"].startswith("/accounts/reauthenticate/")
