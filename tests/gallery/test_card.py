import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import emoji as emoji_package
import numpy as np
import numpy.typing as npt
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from gallery.card import card_png, emoji, fonts
from gallery.card.layout import SIZES, fit, line_width
from gallery.card.pieces import REPLACEMENT, Piece, pieces

NOON = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)
FAMILY, ASTRONAUT, KOREA, ENGLAND, KEYCAP = "👨‍👩‍👧‍👦", "👩🏽‍🚀", "🇰🇷", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (640, 480), (90, 90, 90)).save(path)
    return path


def drawn(photo: Path, memo: str) -> Image.Image:
    """The card as it was read back from its PNG."""
    with Image.open(io.BytesIO(card_png(photo, memo=memo, taken_at=NOON))) as image:
        assert image.format == "PNG"
        return image.convert("RGB")


def below_photo(card: Image.Image) -> npt.NDArray[np.int16]:
    """The white part below the picture, without the card's edge, int16 (h, w, 3)."""
    return np.asarray(card, dtype=np.int16)[64 + 900 + 10 : -4, 4:-4]


def colourful(part: npt.NDArray[np.int16]) -> int:
    return int(((part.max(axis=2) - part.min(axis=2)) > 25).sum())


def flat(text: str) -> list[Piece]:
    return [piece for line in pieces(text) for piece in line]


def seen(text: str) -> str:
    return "".join(piece.text for piece in flat(text))


def glyph(font_file: Path, char: str) -> bytes:
    return bytes(fonts.font(font_file, 40).getmask(char))


# The picture


def test_the_whole_photo_is_on_the_card_in_a_white_border(photo: Path) -> None:
    card = drawn(photo, "")
    assert card.width == 1200 + 2 * 64
    pixels = np.asarray(card)
    assert (pixels[64 + 5 : 64 + 895, 64 + 5 : 64 + 1195] == 90).all()
    assert (pixels[30, 30:-30] > 245).all()


@pytest.mark.parametrize(
    ("size", "inner"), [((480, 640), (900, 1200)), ((4000, 1000), (1200, 300)), ((100, 900), (133, 1200))]
)
def test_every_shape_keeps_its_proportions(tmp_path: Path, size: tuple[int, int], inner: tuple[int, int]) -> None:
    path = tmp_path / "photo.jpg"
    Image.new("RGB", size, (90, 90, 90)).save(path)
    grey = (np.asarray(drawn(path, "")) == 90).all(axis=2)
    rows, columns = np.flatnonzero(grey.any(axis=1)), np.flatnonzero(grey.any(axis=0))
    # One pixel of outline on each side.
    assert abs(np.ptp(columns) + 3 - inner[0]) <= 1
    assert abs(np.ptp(rows) + 3 - inner[1]) <= 1


def test_a_photo_that_is_none_raises_oserror(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff nonsense")
    with pytest.raises(OSError, match="cannot identify"):
        card_png(path, memo="", taken_at=NOON)


# Letters


def test_hangul_is_drawn_in_the_letters_of_its_font_and_not_as_boxes() -> None:
    nanum = fonts.font_files()[0]
    assert nanum.name == "NanumGothic.ttf"
    box = glyph(nanum, "\U000f0000")
    for char in "가힣뷁꿻ㅋㅠ한A1é!…":
        assert fonts.font_for(char) == nanum
        assert glyph(nanum, char) != box


def test_no_character_of_unicode_is_given_to_a_font_that_lacks_it() -> None:
    maps = {}
    for path in fonts.font_files():
        with TTFont(path) as opened:
            maps[path] = set(opened.getBestCmap())
    for point in [*range(0x20, 0x3000, 3), *range(0x3000, 0xD800, 37), *range(0xF900, 0x20000, 37)]:
        for piece in flat(f"{chr(point)}"):
            assert piece.drawing or piece.font
            for char in piece.text:
                assert piece.font
                assert ord(char) in maps[piece.font], hex(point)


def test_what_no_font_has_becomes_one_dot_a_run_and_never_a_box() -> None:
    assert seen("좋은 𓀀𓀁𓀂 날") == f"좋은 {REPLACEMENT} 날"
    assert seen("ภาษาไทย") == REPLACEMENT


def test_other_scripts_are_set_in_a_font_that_has_the_whole_word() -> None:
    names = {piece.font.name for piece in flat("Ελλάδα") if piece.font}
    assert names == {"DejaVuSans.ttf"}


def test_what_is_not_for_the_eye_leaves_no_trace() -> None:
    assert seen("a\u202eb\u2066c\u200bd\u200ee\ufefff\u00adg\ud800h\ue000i\x07") == "abcdefghi"


def test_hangul_from_a_mac_looks_the_same(photo: Path) -> None:
    assert drawn(photo, "\u1112\u1161\u11ab\u1100\u1173\u11af").tobytes() == drawn(photo, "한글").tobytes()


def test_hebrew_reads_from_the_right_inside_other_text() -> None:
    assert seen("a שלום עולם b") == "a םלוע םולש b"


def test_an_accent_rides_on_its_letter_or_goes() -> None:
    assert [piece.text for piece in flat("x\u0301나\u0301")] == ["x\u0301", "나"]


# Emoji


@pytest.mark.parametrize("sequence", ["😀", "❤️", "❤", "☺️", FAMILY, ASTRONAUT, KOREA, ENGLAND, KEYCAP, "👍🏿", "🏳️‍🌈"])
def test_an_emoji_sequence_is_one_drawing_in_colour(photo: Path, sequence: str) -> None:
    [piece] = flat(sequence)
    assert piece.drawing is not None
    part = below_photo(drawn(photo, sequence))
    darker = int((part.min(axis=2) < 200).sum())
    assert darker > 300
    # Only the keycap is grey by itself.
    assert sequence == KEYCAP or colourful(part) > 100


def test_different_skins_and_flags_are_different_drawings() -> None:
    drawings = {flat(text)[0].drawing for text in ("👍", "👍🏻", "👍🏿", KOREA, "🇩🇪", FAMILY)}
    assert len(drawings) == 6


def test_every_emoji_there_is_gets_a_drawing_or_its_parts_and_never_a_box() -> None:
    for sequence, about in emoji_package.EMOJI_DATA.items():
        parts = flat(sequence)
        assert parts, sequence
        # OpenMoji in the package ends with Emoji 16.
        assert about["E"] > 16 or not any(piece.text == REPLACEMENT for piece in parts), sequence


def test_a_sequence_nobody_drew_falls_into_its_parts() -> None:
    bear_on_fire = flat("🐻‍🔥")
    assert [piece.drawing for piece in bear_on_fire] == [emoji.drawing("🐻"), emoji.drawing("🔥")]
    assert len(flat("🇽🇽")) == 2


def test_signs_meant_as_text_stay_letters() -> None:
    assert all(piece.font for piece in flat("©™1#*❤︎"))
    assert flat("©️")[0].drawing


def test_emoji_drawings_are_made_once() -> None:
    path = emoji.drawing("😀")
    assert path
    assert emoji.picture(path, 40) is emoji.picture(path, 40)
    assert emoji.picture(path, 40).size == (40, 40)


# Lines


def lines(text: str, width: int = 1200, height: int = 400) -> list[str]:
    return ["".join(piece.text for piece in line) for line in fit(text, width, height).lines]


def test_korean_breaks_between_words() -> None:
    text = "오늘은 정말 행복한 하루였다 " * 5
    broken = lines(text, width=600)
    assert len(broken) > 1
    assert " ".join(broken).split() == text.split()


def test_a_word_wider_than_the_card_breaks_anywhere() -> None:
    broken = lines("가" * 200)
    assert "".join(broken) == "가" * 200
    assert len({len(line) for line in broken[:-1]}) == 1


def test_written_newlines_stay_also_empty_ones() -> None:
    assert lines("하나\n\n둘") == ["하나", "", "둘"]


@pytest.mark.parametrize("char", ["가", "W", "😀", "아 ", "한글 "])
def test_200_characters_fit_their_room(char: str) -> None:
    text = (char * 200)[:200]
    layout = fit(text, 760, 400)
    assert layout.height <= 480
    assert all(line_width(line, layout.size) <= 760 for line in layout.lines)
    assert sum(len(piece.text) or 1 for line in layout.lines for piece in line if not piece.is_space) == len(
        text.replace(" ", "")
    )


def test_letters_shrink_only_when_they_must() -> None:
    assert fit("안녕", 1200, 400).size == SIZES[0]
    assert fit("가" * 200, 760, 400).size < SIZES[0]


def test_a_hundred_lines_make_the_card_higher_and_lose_none(photo: Path) -> None:
    card = drawn(photo, "\n".join("가" * 100))
    assert card.height > 4000
    rows = (below_photo(card)[:, :200].min(axis=2) < 128).any(axis=1)
    blocks = int(np.count_nonzero(np.diff(rows.astype(np.int8)) == 1))
    assert blocks >= 100


def test_nothing_is_drawn_over_the_border(photo: Path) -> None:
    for memo in ("W" * 200, "😀" * 200, "가나다 " * 50):
        pixels = np.asarray(drawn(photo, memo))
        assert (pixels[970:-10, 4:56] > 245).all()
        assert (pixels[970:-10, -56:-4] > 245).all()


def test_memo_and_date_do_not_touch(photo: Path) -> None:
    card = drawn(photo, "가" * 200)
    part = below_photo(card)
    inked = (part.min(axis=2) < 180).any(axis=1)
    date_top = part.shape[0] - 44 - 40
    assert not inked[date_top - 20 : date_top].any()
    assert inked[date_top:].any()


def test_the_date_is_the_one_on_the_clock_that_is_handed_in(photo: Path) -> None:
    here = card_png(photo, memo="", taken_at=NOON)
    there = card_png(photo, memo="", taken_at=NOON.replace(hour=21))
    assert here != there


def test_cards_drawn_by_several_threads_are_the_same(photo: Path) -> None:
    memos = ["한글 😀 " * 20, "Ελλάδα ©", KOREA * 10, "가" * 200] * 4
    alone = [card_png(photo, memo=memo, taken_at=NOON) for memo in memos[:4]] * 4
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda memo: card_png(photo, memo=memo, taken_at=NOON), memos)) == alone
