import pytest
from django.core.exceptions import ValidationError

from gallery.memo import memo_clean


def test_hangul_from_a_mac_is_composed_before_it_is_counted() -> None:
    assert memo_clean("\u1112\u1161\u11ab\u1100\u1173\u11af") == "한글"
    assert len(memo_clean("\u1112\u1161\u11ab" * 200)) == 200


def test_all_newlines_become_one_character() -> None:
    assert memo_clean("a\r\nb\rc\u2028d\u0085e") == "a\nb\nc\nd\ne"


def test_controls_surrogates_and_byte_order_marks_go_and_tabs_become_blanks() -> None:
    assert memo_clean("a\x00b\x1bc\ud800d\ufeffe\tf\x9f") == "abcde f"


def test_markup_is_kept_as_text() -> None:
    assert memo_clean("<script>alert(1)</script> {{7*7}} =cmd") == "<script>alert(1)</script> {{7*7}} =cmd"


def test_outer_blanks_do_not_count() -> None:
    assert memo_clean("\n  " + "가" * 200 + "  \n") == "가" * 200


def test_200_emoji_fit_and_201_letters_do_not() -> None:
    assert memo_clean("😀" * 200) == "😀" * 200
    with pytest.raises(ValidationError) as caught:
        memo_clean("가" * 201)
    assert caught.value.message_dict == {"memo": ["The memo is 1 character too long; 200 fit."]}
