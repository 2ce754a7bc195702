"""What the end of a connection means, and when the next one is tried."""

import re
from pathlib import Path

import pytest

from capture.protocol import CloseCode
from tests.capture_page.javascript import needs_node, run_modules

pytestmark = needs_node
TEMPLATES = Path(__file__).parents[2] / "templates" / "capture"


@pytest.fixture
def meanings(tmp_path: Path) -> dict[str, dict[str, str]]:
    codes = [*(int(code) for code in CloseCode), 1000, 1001, 1006, 1011]
    read: dict[str, dict[str, str]] = run_modules(
        tmp_path,
        f"""
        import {{ closeMeaning }} from "./closing.js";
        const meanings = Object.fromEntries({codes}.map((code) => [code, closeMeaning(code, null, false)]));
        meanings.model = closeMeaning(4503, "model_unavailable", false);
        meanings.draining = closeMeaning(4503, "draining", false);
        meanings.big = closeMeaning(1006, null, true);
        report(meanings);
        """,
    )
    return read


def test_every_end_of_a_connection_has_its_own_words(meanings: dict[str, dict[str, str]]) -> None:
    templates = set(re.findall(r'data-problem="(\w+)"', (TEMPLATES / "_problems.html").read_text()))
    assert {meaning["problem"] for meaning in meanings.values()} <= templates
    assert meanings["model"]["problem"] == "model_unavailable"
    assert meanings["4503"] == {"problem": "overloaded", "retry": "soon"}
    assert meanings["draining"] == {"problem": "draining", "retry": "soon"}
    assert meanings["big"]["problem"] == meanings["4413"]["problem"] == "too_large"
    assert meanings["4401"]["problem"] != meanings["4403"]["problem"]


def test_nothing_reconnects_where_trying_again_cannot_help(meanings: dict[str, dict[str, str]]) -> None:
    never = {code for code, meaning in meanings.items() if meaning["retry"] == "never"}
    assert never == {"4400", "4401", "4403", "4404", "4409"}
    assert {meanings[code]["retry"] for code in ("1001", "1006", "1011", "4408", "4500")} == {"soon"}


def test_reconnecting_backs_off_with_jitter_and_a_ceiling(tmp_path: Path) -> None:
    shortest, longest = run_modules(
        tmp_path,
        """
        import { backoff } from "./closing.js";
        const tries = Array.from({ length: 40 }, (_, attempt) => attempt);
        report([() => 0, () => 1].map((random) => tries.map((attempt) => backoff(attempt, 0, random))));
        """,
    )
    assert longest[0] <= 1000
    assert longest[:3] == sorted(longest[:3])
    assert max(longest) == longest[-1] == 15_000
    assert all(low < high for low, high in zip(shortest, longest, strict=True))


def test_a_server_that_says_when_is_not_asked_sooner(tmp_path: Path) -> None:
    asked, absurd = run_modules(
        tmp_path,
        """
        import { backoff } from "./closing.js";
        report([backoff(0, 5, () => 0), backoff(0, 1e9, () => 0)]);
        """,
    )
    assert 5_000 < asked < 6_000
    assert absurd < 310_000
