"""Colours against their backgrounds, by WCAG 2.2: 4.5 for text, 3 for borders of fields and for focus."""

import re
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "templates/static/site"


def colours(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", (SITE / sheet).read_text(encoding="utf-8")))


LIGHT = colours("tokens.css")
DARK = LIGHT | colours("dark.css")
TEXT_ON = [
    *((text, ground) for text in ("text", "muted", "accent", "danger", "ok") for ground in ("bg", "surface")),
    *(("text", ground) for ground in ("sunken", "notice", "error-bg", "ok-bg")),
    ("danger", "error-bg"),
    ("accent-text", "accent"),
    ("accent-text", "accent-hover"),
    ("danger-text", "danger"),
    *((text, "paper") for text in ("paper-ink", "paper-muted", "paper-accent")),
    ("tape-ink", "tape"),
    ("bg", "text"),
]
EDGE_ON = [(edge, ground) for edge in ("field-line", "focus") for ground in ("bg", "surface")] + [
    ("paper-line", "paper")
]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_are_far_enough_apart(scheme: dict[str, str]) -> None:
    pairs = [(pair, 4.5) for pair in TEXT_ON] + [(pair, 3.0) for pair in EDGE_ON]
    measured = {pair: (contrast(scheme[pair[0]], scheme[pair[1]]), needed) for pair, needed in pairs}
    assert {pair: figures for pair, figures in measured.items() if figures[0] < figures[1]} == {}


def test_the_measure_knows_black_from_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
