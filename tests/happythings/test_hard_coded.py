"""No word that a person sees stands in a template or a script untranslated: neither English nor Korean."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted(path for room in ("capture", "gallery", "templates") for path in (ROOT / room).rglob("static/**/*.js"))
NAMES = {"Happy", "Things", "REST", "API", "PNG", "JPEG", "ZIP", "QR"}
"""Called the same in every language."""
TRANSLATED = re.compile(r"{%\s*(blocktranslate|blocktrans|comment)\b.*?{%\s*end\1\s*%}", re.DOTALL)
ATTRIBUTES = re.compile(r"{%\s*block (?:main_class|clock)\s*%}.*?{%\s*endblock\s*%}", re.DOTALL)
NOT_SEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|{#.*?#}|{%.*?%}|{{.*?}}|&\w+;", re.DOTALL)
SPOKEN = re.compile(r'\s(?:aria-label|alt|placeholder|title|data-[a-z-]+)="([^"<>]*)"')
WORD = re.compile(r"[A-Za-z]{2,}|[가-힣]+")
SENTENCE = re.compile(r"""(["'`])([A-Z][a-z]+ (?:[^"'`\\\n]|\\.)*?)\1""")
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
HANGUL = re.compile(r"[가-힣]+")


def seen(template: str) -> set[str]:
    """Words between tags, and in attributes that are read out or shown by scripts as sentences."""
    plain = NOT_SEEN.sub(" ", ATTRIBUTES.sub(" ", TRANSLATED.sub(" ", template)))
    sentences = [text for text in SPOKEN.findall(plain) if " " in text.strip() or HANGUL.search(text)]
    between = re.sub(r"<[^>]*>", " ", plain)
    return set(WORD.findall(" ".join([between, *sentences]))) - NAMES


def said(script: str) -> Iterator[str]:
    """Sentences in quotes, and anything Korean; what is thrown or logged for programmers is not for people."""
    plain = COMMENT.sub(" ", script)
    yield from HANGUL.findall(plain)
    for line in plain.splitlines():
        if not re.search(r"\b(?:throw|console|Error)\b", line):
            yield from (text for _, text in SENTENCE.findall(line))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_word_of_a_template_is_translated(path: Path) -> None:
    assert seen(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_word_of_a_script_comes_from_its_page(path: Path) -> None:
    assert list(said(path.read_text(encoding="utf-8"))) == []


def test_the_readers_see_what_stands_there() -> None:
    template = """<p title="Seen too">Hello {% translate "not me" %} {{ nor.me }}</p><!-- nor me -->
    {% blocktranslate %}Nor {{ me }}{% endblocktranslate %}<a class="not me" alt="안녕">{# nor me #}</a>"""
    assert seen(template) == {"Hello", "Seen", "too", "안녕"}
    script = """// Not me
    const a = "Please try again", b = "happythings:saved";
    throw new Error("Nor me either");
    say('저장했어요');"""
    assert list(said(script)) == ["저장했어요", "Please try again"]
