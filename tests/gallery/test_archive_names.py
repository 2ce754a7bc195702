import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.archive.names import MAX_BYTES, Names, safe_name

ODD = {
    "../../etc/passwd": "etcpasswd",
    "..\\..\\windows": "windows",
    "%2e%2e%2fsecret": "2e2e2fsecret",
    "a\0b": "ab",
    "/absolute": "absolute",
    "C:\\x": "Cx",
    "~root": "root",
    "한글 앨범": "한글 앨범",
    unicodedata.normalize("NFD", "한글"): "한글",
    "생일 🎂 👨‍👩‍👧": "생일 🎂 👨‍👩‍👧",
    "CON": "CON_",
    "nul.txt": "nul_.txt",
    "gpj.\u202egnp": "gpj.gnp",
    "line\r\nSet-Cookie: x": "line Set-Cookie x",
    "  . dots . ": "dots",
    "": "happy-things",
    "...": "happy-things",
    "\u200b\ufeff": "happy-things",
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_names_become_safe_ones(odd: str) -> None:
    assert safe_name(odd).replace("  ", " ") == ODD[odd]


@pytest.mark.parametrize("char", ["a", "가", "😀"])
def test_long_names_are_cut(char: str) -> None:
    name = safe_name(char * 300)
    assert 0 < len(name.encode()) <= MAX_BYTES
    assert set(name) == {char}


@given(st.text(max_size=300))
def test_whatever_somebody_types_is_one_harmless_name(text: str) -> None:
    name = safe_name(text)
    assert name
    assert len(name.encode()) <= MAX_BYTES + 1
    assert not set(name) & set('/\\:*?"<>|\0\r\n%~')
    assert name == unicodedata.normalize("NFC", name)
    assert name[0] != "."
    assert name[-1] not in ". "
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} for char in name)
    assert not any(
        unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI"} for char in name
    )


@given(st.lists(st.sampled_from(["a", "A", "a-2", "A-2", "a-3", "b"]), max_size=12))
def test_no_two_files_of_an_archive_share_a_name(stems: list[str]) -> None:
    names = Names()
    given_out = [names.take(stem, ".jpg").casefold() for stem in stems]
    assert len(set(given_out)) == len(given_out)


def test_names_count_up_from_the_second() -> None:
    names = Names()
    assert [names.take("a", ".jpg") for _ in range(3)] == ["a.jpg", "a-2.jpg", "a-3.jpg"]
