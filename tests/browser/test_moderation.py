"""A report in a real browser: from the visitor who makes it to the owner whose appeal brings the photo back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import PASSWORD
from tests.live import Site, sign_up

pytestmark = pytest.mark.browser

SEED = """
from accounts.models import User
from gallery import services
from tests.gallery.conftest import arguments
User.objects.filter(username="rosa").update(email="rosa@example.org")
photo = services.photo_create(**arguments(User.objects.get(username="rosa")))
print(services.share_create(owner=photo.owner, photo=photo).token)
User.objects.create_superuser("judge", "judge@example.org", "correct-horse-battery")
"""


@pytest.fixture
def errors() -> list[str]:
    return []


@pytest.fixture
def person(browser: Browser, errors: list[str]) -> Iterator["Person"]:
    yield (made := Person(browser, errors))
    made.leave()


class Person:
    """Opens a page in a context of its own for whoever is named."""

    def __init__(self, browser: Browser, errors: list[str]) -> None:
        self._browser, self._errors = browser, errors
        self._contexts: list[BrowserContext] = []

    def __call__(self, *, scripts: bool = True) -> Page:
        context = self._browser.new_context(java_script_enabled=scripts, locale="en-GB")
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        return page

    def leave(self) -> None:
        for context in self._contexts:
            context.close()


def sign_in(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(lambda url: "login" not in url)


def answer(page: Page, reason: str, button: str) -> None:
    page.fill("textarea[name=reason]", reason)
    page.get_by_role("button", name=button, exact=True).click()


def test_report_queue_hide_told_appeal_restore(site: Site, person: Person, errors: list[str]) -> None:
    owner, visitor, judge = person(), person(scripts=False), person()
    sign_up(owner, site, "rosa")
    token = site.manage("shell", "-c", f"exec({SEED!r})").split()[-1]
    link = f"{site.url}/s/{token}/"

    # A visitor without an account and without scripts.
    visitor.goto(link)
    visitor.get_by_role("link", name="Report").click()
    visitor.get_by_role("button", name="Send the report").click()
    expect(visitor.locator(".errorlist")).to_be_visible()
    visitor.get_by_label("It shows me, and I did not agree").check()
    visitor.get_by_label("What should we know?").fill("That is me on the left.")
    visitor.get_by_role("button", name="Send the report").click()
    expect(visitor.get_by_role("status")).to_contain_text("Thank you.")

    # The queue, and the picture that is blurred until it is asked for.
    sign_in(judge, site, "judge")
    judge.goto(f"{site.url}/admin/gallery/report/")
    expect(judge.locator("#result_list")).to_contain_text("That is me on the left.")
    judge.locator("#result_list tbody th a").first.click()
    judge.get_by_role("button", name="Take the report").click()
    expect(judge.locator(".messagelist")).to_contain_text("1 report is yours now.")
    judge.locator("#result_list tbody th a").first.click()
    judge.get_by_role("button", name="Hide the photo…").click()
    answer(judge, "Somebody in it did not agree.", "Hide")
    expect(judge.locator(".messagelist")).to_contain_text("1 report is settled.")
    response = visitor.goto(link)
    assert response is not None
    assert response.status == 404

    # The owner is told why, and asks to look again.
    owner.goto(f"{site.url}/account/")
    expect(owner.locator(".menu summary")).to_contain_text("1 unread notice")
    owner.goto(f"{site.url}/notices/")
    expect(owner.locator("main")).to_contain_text("Reason: Somebody in it did not agree.")
    owner.get_by_role("link", name="Ask to look again").click()
    owner.get_by_label("Why should the photo be visible again?").fill("It is my own face.")
    owner.get_by_role("button", name="Send the appeal").click()
    expect(owner.get_by_role("status").first).to_contain_text("Your appeal is sent.")
    expect(owner.get_by_role("link", name="Ask to look again")).to_have_count(0)

    judge.goto(f"{site.url}/admin/gallery/appeal/")
    judge.locator("#result_list tbody th a").first.click()
    judge.get_by_role("button", name="Make the photo visible again…").click()
    answer(judge, "It is the owner.", "Make visible")
    expect(judge.locator(".messagelist")).to_contain_text("1 photo is visible again.")

    owner.goto(f"{site.url}/notices/")
    expect(owner.locator("main article").first).to_contain_text("is visible again.")
    visitor.goto(link)
    expect(visitor.locator("main img")).to_be_visible()
    assert "To: rosa@example.org" in (site.data / "server.log").read_text()
    assert errors == []
