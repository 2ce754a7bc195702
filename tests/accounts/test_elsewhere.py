"""Signing in with an account from elsewhere: against a pretend OpenID Connect server, on a served site."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.accounts.pretend_oidc import PretendOidc, pretend_oidc
from tests.live import PASSWORD, Site, serve

MAKE = """
from accounts.models import User
user = User.objects.create_user("{name}", "{name}@example.org", "{password}")
user.emailaddress_set.create(email=user.email, verified={verified}, primary=True)
"""
KEYS = {f"{name}_CLIENT_{what}": f"{name}-{what}" for name in ("GOOGLE", "KAKAO", "NAVER") for what in ("ID", "SECRET")}


@pytest.fixture(scope="module")
def oidc() -> Iterator[PretendOidc]:
    with pretend_oidc() as server:
        yield server


@pytest.fixture(scope="module")
def site(oidc: PretendOidc, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    own = {"OIDC_SERVER_URL": oidc.url, "OIDC_CLIENT_ID": "us", "OIDC_CLIENT_SECRET": "s", "OIDC_NAME": "Our School"}
    with serve(tmp_path_factory.mktemp("site"), **own, **KEYS) as served:
        yield served


class Browser:
    """Cookies, forms and redirects."""

    def __init__(self, site: Site) -> None:
        self.url = site.url
        self.session = requests.Session()

    def press(self, page: str, action: str, *, follow: bool = True, **fields: str) -> requests.Response:
        """Send the form of `page` that leads to `action`."""
        shown = self.session.get(self.url + page, timeout=30).text
        pattern = rf'<form[^>]*action="({action}[^"]*)".*?name="csrfmiddlewaretoken" value="(\w+)"'
        form = re.search(pattern, shown, re.DOTALL)
        assert form, shown
        sent = {"csrfmiddlewaretoken": form[2], **fields}
        address = self.url + form[1].replace("&amp;", "&")
        headers = {"Referer": self.url + page}
        return self.session.post(address, sent, headers=headers, allow_redirects=follow, timeout=30)

    def come_from_school(self) -> requests.Response:
        return self.press("/accounts/login/", "/accounts/oidc/oidc/login/")

    def name(self) -> str | None:
        """The name on the account page, or None for a visitor."""
        page = self.session.get(f"{self.url}/account/", timeout=30)
        found = re.search(r"Username: <strong>(.*?)</strong>", page.text)
        return found[1] if found else None


def make(site: Site, name: str, *, verified: bool) -> None:
    site.manage("shell", "--no-imports", "-c", MAKE.format(name=name, verified=verified, password=PASSWORD))


def test_whoever_comes_first_gets_an_account_with_their_name(site: Site, oidc: PretendOidc) -> None:
    oidc.person = {"sub": "1", "preferred_username": "mina", "email": "mina@example.org", "email_verified": True}
    browser = Browser(site)
    assert "Go on with Our School" in browser.session.get(f"{site.url}/accounts/login/", timeout=30).text
    browser.come_from_school()
    assert browser.name() == "mina"
    assert oidc.asked["client_id"] == "us"
    assert oidc.asked["code_challenge_method"] == "S256"
    again = Browser(site)
    again.come_from_school()
    assert again.name() == "mina"
    assert "Our School" in again.session.get(f"{site.url}/accounts/3rdparty/", timeout=30).text


def test_a_verified_address_opens_the_account_that_has_it(site: Site, oidc: PretendOidc) -> None:
    make(site, "nari", verified=True)
    oidc.person = {"sub": "2", "preferred_username": "other", "email": "nari@example.org", "email_verified": True}
    browser = Browser(site)
    browser.come_from_school()
    assert browser.name() == "nari"
    by_password = Browser(site)
    by_password.press("/accounts/login/", "/accounts/login/", login="nari", password=PASSWORD)
    assert by_password.name() == "nari"


def test_somebody_elses_password_on_an_unconfirmed_account_ends_when_the_owner_comes(
    site: Site, oidc: PretendOidc
) -> None:
    make(site, "sora", verified=False)
    oidc.person = {"sub": "3", "preferred_username": "sora2", "email": "sora@example.org", "email_verified": True}
    browser = Browser(site)
    browser.come_from_school()
    assert browser.name() == "sora"
    squatter = Browser(site)
    squatter.press("/accounts/login/", "/accounts/login/", login="sora", password=PASSWORD)
    assert squatter.name() is None


def test_an_address_that_nobody_verified_opens_nothing(site: Site, oidc: PretendOidc) -> None:
    make(site, "yuna", verified=True)
    oidc.person = {"sub": "4", "preferred_username": "thief", "email": "yuna@example.org", "email_verified": False}
    browser = Browser(site)
    browser.come_from_school()
    assert browser.name() != "yuna"


def test_an_answer_that_nobody_asked_for_is_refused_with_a_page(site: Site) -> None:
    answer = requests.get(f"{site.url}/accounts/oidc/oidc/login/callback/?code=c&state=forged", timeout=30)
    assert answer.status_code == 401
    assert "That did not work" in answer.text


@pytest.mark.parametrize(
    ("provider", "host"), [("google", "accounts.google.com"), ("kakao", "kauth.kakao.com"), ("naver", "nid.naver.com")]
)
def test_each_is_asked_at_its_own_address_and_brings_people_back_here(site: Site, provider: str, host: str) -> None:
    browser = Browser(site)
    sent = browser.press("/accounts/login/", f"/accounts/{provider}/login/", follow=False)
    to = urlsplit(sent.headers["Location"])
    asked = {name: values[0] for name, values in parse_qs(to.query).items()}
    assert to.netloc == host
    assert asked["client_id"] == f"{provider.upper()}-ID"
    assert asked["redirect_uri"] == f"{site.url}/accounts/{provider}/login/callback/"
    assert asked["state"]
    policy = browser.session.get(f"{site.url}/accounts/login/", timeout=30).headers["Content-Security-Policy"]
    assert f"https://{host}" in policy


def test_a_mere_link_only_asks(site: Site) -> None:
    page = requests.get(f"{site.url}/accounts/google/login/", timeout=30)
    assert (page.status_code, page.url) == (200, f"{site.url}/accounts/google/login/")
    assert "Go on with Google" in page.text
