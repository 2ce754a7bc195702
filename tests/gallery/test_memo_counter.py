"""The counter in the browser and the limit on the server must never disagree."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from gallery.memo import memo_clean

MODULE = Path(__file__).parents[2] / "gallery" / "static" / "gallery" / "memo-length.js"
CASES = [
    "",
    "한글",
    "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "👨‍👩‍👧‍👦❤️🇰🇷",
    "a\r\nb\rc\u2028d",
    "  tab\tand blanks \n ",
    "nul\x00esc\x1b\x85\x9f",
    "\ufeffbom\ufeff",
    "e\u0301 \u0958",
    "\u200b\u202eabc",
    "x" * 200,
]


@pytest.mark.browser
@pytest.mark.browser
def test_the_counter_counts_as_the_server_does() -> None:
    source = re.sub(r"^export ", "", MODULE.read_text(), flags=re.MULTILINE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        counted = page.evaluate(f"(cases) => {{ {source}; return cases.map(memoLength); }}", CASES)
        browser.close()
    assert counted == [len(memo_clean(case)) for case in CASES]
