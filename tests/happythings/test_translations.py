"""The Korean catalogue: whole, in step with its compiled form, and with every string marked in the code."""

import ast
import re
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "happythings/locale/ko/LC_MESSAGES/django.po"
ROOMS = ("happythings", "accounts", "capture", "gallery")
PLACES = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3, "msgstr[0]": 3}
# How many words stand before the number, or the end, in a call: context, singular, plural.
CALLS = {"gettext": (0, 1), "_": (0, 1), "ngettext": (0, 2), "pgettext": (1, 1), "npgettext": (1, 2)}
LITERAL = r"""(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
TEMPLATE_CALL = re.compile(rf"\b({'|'.join(CALLS)})\(u?({LITERAL}(?:,\s*u?{LITERAL})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}|</?\w[^>]*>")

Entry = tuple[str, str, str, str]
"""Context, singular, plural, translation; what there is none of is empty."""


def entries(po: str) -> Iterator[Entry]:
    """Every live entry of a .po file, the header included."""
    for block in re.split(r"\n\s*\n", po):
        parts = ["", "", "", ""]
        place = None
        for line in block.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith('"'):
                keyword, line = line.split(" ", 1)  # noqa: PLW2901
                place = PLACES[keyword]
            assert place is not None, line
            parts[place] += ast.literal_eval(line)
        if place is not None:
            yield parts[0], parts[1], parts[2], parts[3]


def compiled(mo: bytes) -> dict[str, str]:
    """Keys and translations of a .mo file, little-endian, as gettext's manual draws it."""
    magic, _, count, originals, translations = struct.unpack_from("<5I", mo)
    assert magic == 0x950412DE

    def text(table: int, number: int) -> str:
        length, start = struct.unpack_from("<2I", mo, table + 8 * number)
        return mo[start : start + length].decode()

    return {text(originals, number): text(translations, number) for number in range(count)}


def key(context: str, singular: str, plural: str) -> str:
    """An entry's key in a .mo file."""
    return (f"{context}\x04" if context else "") + singular + (f"\0{plural}" if plural else "")


def marked_in_python(source: str) -> Iterator[str]:
    """Keys of the words handed to gettext and its kin; anything but a plain string there can't be gathered."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        name = node.func.id.removesuffix("_lazy").removesuffix("_noop")
        if name not in CALLS:
            continue
        words = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
        yield _key(name, [word for word in words if isinstance(word, str)])


def marked_in_template(source: str) -> Iterator[str]:
    """Keys of the words in translate and blocktranslate tags, as Django shows them to gettext."""
    for name, words in TEMPLATE_CALL.findall(templatize(source)):
        yield _key(name, [ast.literal_eval(word) for word in re.findall(LITERAL, words)])


def _key(call: str, words: list[str]) -> str:
    contexts, forms = CALLS[call]
    assert len(words) >= contexts + forms, f"{call} of something that is no plain string: {words}"
    context = words[0] if contexts else ""
    singular, plural = (*words[contexts : contexts + forms], "")[:2]
    return key(context, singular, plural)


def marked() -> dict[str, str]:
    """Every key in the code, with a file that has it."""
    found: dict[str, str] = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            found |= dict.fromkeys(marked_in_python(path.read_text(encoding="utf-8")), path.name)
    for path in (ROOT / "templates").rglob("*"):
        if path.suffix in {".html", ".txt"}:
            found |= dict.fromkeys(marked_in_template(path.read_text(encoding="utf-8")), path.name)
    return found


PO = CATALOGUE.read_text(encoding="utf-8")
WORDS = [entry for entry in entries(PO) if entry[1]]


def test_everything_is_translated() -> None:
    assert len(WORDS) > 300
    assert [entry for entry in WORDS if not entry[3].strip()] == []


def test_nothing_is_a_guess_or_a_left_over() -> None:
    assert [
        line for line in PO.splitlines() if line.startswith(("#,", "#~")) and ("fuzzy" in line or "#~" in line)
    ] == []


def test_placeholders_and_tags_are_the_same_on_both_sides() -> None:
    wrong = [
        (theirs, ours)
        for _, singular, plural, ours in WORDS
        if Counter(PLACEHOLDER.findall(theirs := plural or singular)) != Counter(PLACEHOLDER.findall(ours))
    ]
    assert wrong == []


def test_the_compiled_catalogue_says_what_the_readable_one_says() -> None:
    readable = {key(*entry[:3]): entry[3] for entry in entries(PO)}
    assert compiled(CATALOGUE.with_suffix(".mo").read_bytes()) == readable


def test_every_marked_string_is_in_the_catalogue_and_no_other() -> None:
    """When this fails: `make messages`, translate what it prints, `make messages` again."""
    known = {key(*entry[:3]) for entry in WORDS}
    used = marked()
    assert {text: file for text, file in used.items() if text not in known} == {}
    assert known - used.keys() == set()


def test_the_catalogue_names_no_one_and_no_machine() -> None:
    assert re.findall(r"^#: (?:/|\.\.).*|^.*\S@\S.*$|^.*POT-Creation-Date.*$|^#:.*:\d+$", PO, re.MULTILINE) == []


def test_the_reader_of_python_finds_every_kind_of_call() -> None:
    source = '_("a")\ngettext_lazy("b")\npgettext("c", "d")\nngettext("e", "f", n)\nnpgettext_lazy("g", "h", "i", n)'
    assert set(marked_in_python(source)) == {"a", "b", "c\x04d", "e\0f", "g\x04h\0i"}
    with pytest.raises(AssertionError, match="no plain string"):
        list(marked_in_python("_(name)"))


def test_the_reader_of_templates_finds_every_kind_of_tag() -> None:
    source = """{% load i18n %}<b>It's a "test"</b> {% translate "It's" %} {% trans 'a' context "b" %}
    {% blocktranslate trimmed with x=y %}
      {{ x }}
      of 5 %
    {% endblocktranslate %}
    {% blocktranslate count n=n %}one{% plural %}{{ n }} many{% endblocktranslate %}{{ _("f") }}"""
    assert set(marked_in_template(source)) == {"It's", "b\x04a", "%(x)s of 5 %%", "one\0%(n)s many", "f"}


def test_the_reader_of_catalogues_joins_lines_and_sees_contexts() -> None:
    po = 'msgctxt "c"\nmsgid ""\n"a\\n"\n"b"\nmsgid_plural "p"\nmsgstr[0] "x"\n\n#~ msgid "old"\n#~ msgstr "alt"\n'
    assert list(entries(po)) == [("c", "a\nb", "p", "x")]
