"""Staff at work in a real browser: blurred photos, a look at one, and all of somebody's hidden at once."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live import PASSWORD, Site

pytestmark = pytest.mark.browser

PHOTOS = 54
SEED = f"""
from accounts.models import User
from gallery import services
from tests.gallery.conftest import arguments, picture
User.objects.create_superuser("grace", "grace@example.org", "{PASSWORD}")
owner = User.objects.create_user("heidi", "heidi@example.org", "{PASSWORD}")
for number in range({PHOTOS}):
    services.photo_create(**arguments(owner, picture=picture(seed=number)))
"""
LIST = "/admin/gallery/photo/?q=heidi"


def sign_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/")
    page.fill("input[name=login]", "grace")
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url("**/admin/")


def test_staff_look_at_one_photo_and_hide_them_all(site: Site, browser: Browser) -> None:
    site.manage("shell", "-c", f"exec({SEED!r})")
    context = browser.new_context(viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    fetched: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    sign_in(page, site)
    expect(page.get_by_text("Photos by the day they were taken")).to_be_visible()
    expect(page.get_by_text("Engine that reads frames")).to_be_visible()

    # What travels is blurred, until somebody asks for one: by click, and back by the space bar.
    page.goto(site.url + LIST)
    first = page.locator("[data-reveal]").first
    expect(first.locator("img")).to_have_js_property("naturalWidth", 12)
    assert "blurred.jpg" in fetched
    assert "thumbnail.jpg" not in fetched
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(first.locator("img")).to_have_js_property("naturalWidth", 320)
    assert fetched.count("thumbnail.jpg") == 1
    first.press("Space")
    expect(first).to_have_text("Show the picture")
    expect(first.locator("img")).to_have_js_property("naturalWidth", 12)

    # All that were found, beyond the page that is shown, with a reason.
    page.locator("#action-toggle").check()
    page.locator(".actions .question a").click()
    page.select_option("select[name=action]", "hide")
    page.locator(".actions button[type=submit]").click()
    expect(page.get_by_text(f"{PHOTOS} photos will be gone")).to_be_visible()
    page.fill("textarea[name=reason]", "reported")
    page.get_by_role("button", name="Hide", exact=True).click()
    expect(page.get_by_text(f"{PHOTOS} photos are hidden.")).to_be_visible()

    # A photo's own page has the same as buttons.
    page.goto(site.url + LIST)
    page.get_by_role("link", name="Details").first.click()
    page.get_by_role("button", name="Make visible again…").click()
    page.fill("textarea[name=reason]", "a mistake")
    page.get_by_role("button", name="Make visible", exact=True).click()
    expect(page.get_by_text("1 photo is visible again.")).to_be_visible()
    for path in ("/admin/", LIST, "/admin/accounts/user/", "/admin/gallery/share/"):
        page.goto(site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    assert errors == []
    context.close()
