"""Albums in a real browser: photos are chosen, put into an album, thrown away, brought back, and shown one by one."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live import Site, sign_up

pytestmark = pytest.mark.browser

PHOTOS = 30
SEED = f"""
from datetime import timedelta
from accounts.models import User
from gallery import services
from tests.gallery.conftest import TAKEN_AT, arguments, picture
owner = User.objects.get(username="dora")
for number in range({PHOTOS}):
    taken = TAKEN_AT - timedelta(days=3 * number)
    photo = services.photo_create(**arguments(owner, picture=picture(seed=number), taken_at=taken))
services.photo_memo_set(photo=photo, memo="우리가족 소풍")
"""


def test_many_photos_are_chosen_and_moved_found_and_shown(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    sign_up(page, site, "dora")
    site.manage("shell", "-c", f"exec({SEED!r})")

    # The timeline goes on by itself, each month named once; a range is chosen with Shift.
    page.goto(f"{site.url}/album/")
    photos = page.locator("[data-grid] > li:not(.month)")
    page.locator("[data-more]").scroll_into_view_if_needed()
    expect(photos).to_have_count(PHOTOS)
    months = page.eval_on_selector_all("[data-month]", "found => found.map(each => each.dataset.month)")
    assert months == ["2026-11", "2026-10", "2026-09", "2026-08"]
    boxes = page.locator(".pick input")
    boxes.nth(0).check()
    boxes.nth(PHOTOS - 1).click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_have_text(f"{PHOTOS} chosen")
    page.locator("#selection").get_by_text("Put into an album…").click()
    page.fill("#new-album", "가을" * 30)
    page.get_by_role("button", name="Put into the album").click()
    expect(page.locator(".messages")).to_contain_text(f"{PHOTOS} photos were put into the album.")

    # Two go into the trash, and Undo brings them back.
    boxes.nth(1).check()
    boxes.nth(2).check()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("2 photos are in the trash.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".messages")).to_contain_text("2 photos are back in your album.")

    page.fill("input[name=q]", "가족")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**q=**")
    expect(photos).to_have_count(1)

    # The slideshow begins paused for who wants less motion; keys step through it and beyond its first page.
    page.goto(f"{site.url}/album/slideshow/")
    shown = page.locator(".slides li.shown a")
    expect(page.locator("[data-play]")).to_have_text("Play")
    seen = set()
    for _ in range(PHOTOS):
        seen.add(shown.get_attribute("href"))
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(60)
    assert len(seen) > 12
    _jump_to_september(page, site)
    _from_photo_to_photo(page)
    photo = page.url.removeprefix(site.url)
    page.goto(f"{site.url}/albums/")
    named = str(page.get_attribute(".shelf a", "href"))
    for path in ("/album/", "/albums/", "/album/calendar/", "/album/slideshow/", photo, named, f"{named}change/"):
        page.goto(site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    assert errors == []
    context.close()


def _jump_to_september(page: Page, site: Site) -> None:
    """The way to a month stays in reach down the wall, and closes with Escape."""
    page.goto(f"{site.url}/album/")
    page.evaluate("scrollTo(0, 1500)")
    jump = page.locator(".jumps summary")
    expect(jump).to_be_in_viewport(ratio=1)
    jump.press("Enter")
    page.keyboard.press("Escape")
    expect(jump).to_be_focused()
    expect(page.locator(".jumps")).not_to_have_attribute("open", "")
    jump.click()
    page.get_by_role("link", name="September", exact=True).click()
    expect(page.locator(".month").first).to_have_text("September 2026")
    expect(page.get_by_role("link", name="Newer: October 2026")).to_be_visible()


SWIPE = """([from, to]) => {
  const place = document.querySelector("[data-swipe]");
  const send = (type, x) => place.dispatchEvent(new PointerEvent(type, {
    pointerType: "touch", isPrimary: true, bubbles: true, clientX: x, clientY: 300 }));
  send("pointerdown", from); send("pointermove", to); send("pointerup", to);
}"""


def _from_photo_to_photo(page: Page) -> None:
    """Arrow keys and a finger go to the neighbours, but not while a memo is written or the whole picture is open."""
    with page.expect_navigation():
        page.locator("[data-grid] > li:not(.month) > a").nth(1).click()
    second, picture = page.url, page.locator("[data-zoom]")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(picture.locator("img")).to_be_visible()
    page.emulate_media(media="screen")
    page.locator("[data-memo]").press("ArrowLeft")
    picture.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(picture).to_be_focused()
    assert page.url == f"{second}#main"
    with page.expect_navigation():
        page.keyboard.press("ArrowLeft")
    first = page.url
    page.evaluate(SWIPE, [300, 260])
    with page.expect_navigation():
        page.evaluate(SWIPE, [300, 150])
    assert page.url == second
    with page.expect_navigation():
        page.evaluate(SWIPE, [100, 300])
    assert page.url == first


def test_what_cannot_be_undone_is_asked_and_offline_and_dark_are_said(site: Site, browser: Browser) -> None:
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    sign_up(page, site, "nora")
    site.manage("shell", "-c", f"exec({SEED.replace('dora', 'nora').replace(str(PHOTOS), '1')!r})")
    page.goto(f"{site.url}/album/")
    page.locator(".pick input").check()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.goto(f"{site.url}/album/trash/")
    page.locator(".trash-item summary").click()
    # A hasty Enter loses nothing.
    expect(page.get_by_role("dialog").get_by_role("button", name="Keep")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(".trash-item summary").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("The trash is empty.")).to_be_visible()

    context.set_offline(True)
    expect(page.locator(".toast")).to_contain_text("You are offline")
    context.set_offline(False)
    expect(page.locator(".toast")).to_have_count(0)

    page.get_by_role("button", name="Dark", exact=True).click()
    expect(page.locator("body")).to_have_css("background-color", "rgb(29, 24, 21)")
    context.close()
