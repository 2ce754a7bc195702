"""Cards in three looks, and strips: what is drawn, and who gets it."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt
import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from gallery import files
from gallery.card import LOOKS, card_png, strip_png
from gallery.models import Photo
from gallery.views.photos import LOOK_LABELS
from tests.conftest import UNKNOWN_ID
from tests.gallery.conftest import MakePhoto
from tests.gallery.test_api import is_error

NOON = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)
GREY, RED, BLUE = (90, 90, 90), (200, 20, 20), (20, 20, 200)
SHAPES = ((640, 480), (480, 640), (1600, 200), (200, 1600))


@pytest.fixture
def paint(tmp_path: Path) -> Any:
    def painted(colour: tuple[int, int, int], size: tuple[int, int] = (640, 480)) -> Path:
        path = tmp_path / f"{uuid4()}.jpg"
        Image.new("RGB", size, colour).save(path)
        return path

    return painted


def opened(png: bytes) -> npt.NDArray[np.int16]:
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
        return np.asarray(image.convert("RGB"), np.int16)


def near(pixels: npt.NDArray[np.int16], colour: tuple[int, int, int]) -> npt.NDArray[np.bool_]:
    return np.asarray(np.abs(pixels - colour).max(axis=-1) < 12)


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize("look", LOOKS)
def test_each_look_shows_the_photo_the_memo_and_the_date(paint: Any, look: str, size: tuple[int, int]) -> None:
    photo = paint(GREY, size)
    with_memo = opened(card_png(photo, memo="행복한 날 😀", taken_at=NOON, look=look))
    without = opened(card_png(photo, memo="", taken_at=NOON, look=look))
    other_day = opened(card_png(photo, memo="", taken_at=NOON + timedelta(days=1), look=look))
    shown = min(size) * (1200 / max(size)) * 1200
    # A poster darkens the lower part, where the words are.
    assert near(without, GREY).sum() > (0.3 if look == "poster" else 0.95) * shown
    assert with_memo.shape != without.shape or (with_memo != without).any()
    assert other_day.shape == without.shape
    assert (other_day != without).any()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("memo", ["가" * 200, "😀" * 200, "W" * 200, "\n".join("가" * 100)])
def test_a_long_memo_stays_inside_every_look(paint: Any, look: str, memo: str) -> None:
    card, bare = (opened(card_png(paint(GREY), memo=text, taken_at=NOON, look=look)) for text in (memo, ""))
    assert card.shape[0] >= bare.shape[0]
    border = card[:, :20]
    assert (np.ptp(border, axis=1) < 80).all(), "letters at the very edge"
    if memo.count("\n") > 50:
        assert card.shape[0] > 3000


def test_the_looks_differ_from_each_other(paint: Any) -> None:
    corners = {look: opened(card_png(paint(GREY), memo="", taken_at=NOON, look=look))[3, 3] for look in LOOKS}
    assert corners["instant"].min() > 240
    assert corners["film"].max() < 40
    assert near(corners["poster"], GREY)


def test_the_page_offers_every_look_that_there_is(alice_client: Client, make_photo: MakePhoto) -> None:
    assert set(LOOK_LABELS) == set(LOOKS)
    photo, written = make_photo(), make_photo(memo="바다")
    page = alice_client.get(f"/photos/{photo.uid}/").content.decode()
    for look in LOOKS:
        assert f"card.png?look={look}&amp;download" in page
    described = re.findall(r'alt="The card, [^:"]+: ([^"]+)"', page)
    assert described == ["Happy, Nov. 20, 2026"] * len(LOOKS)
    assert alice_client.get(f"/photos/{written.uid}/").content.decode().count(': 바다"') == len(LOOKS)


@pytest.mark.parametrize("address", ["/photos/{}/card.png", "/api/v1/photos/{}/png"])
def test_a_look_has_its_own_picture_tag_and_name(alice_client: Client, make_photo: MakePhoto, address: str) -> None:
    path = address.format(make_photo(memo="x").uid)
    answers = {look: alice_client.get(f"{path}?look={look}&download") for look in LOOKS}
    assert len({answer["ETag"] for answer in answers.values()}) == 3
    assert alice_client.get(path)["ETag"] == answers["instant"]["ETag"]
    assert 'filename="happy-2026-11-20-1530-film.png"' in answers["film"]["Content-Disposition"]
    same = alice_client.get(f"{path}?look=film", headers={"If-None-Match": answers["film"]["ETag"]})
    assert same.status_code == 304


def test_a_look_that_is_none_is_said(alice_client: Client, make_photo: MakePhoto) -> None:
    photo = make_photo()
    answer = alice_client.get(f"/api/v1/photos/{photo.uid}/png?look=../etc")
    assert is_error(answer, 400, "invalid")
    assert set(answer.json()["fields"]) == {"look"}
    assert alice_client.get(f"/photos/{photo.uid}/card.png?look=x").status_code == 404
    assert is_error(alice_client.get(f"/api/v1/photos/{uuid4()}/png?look=x"), 404, "not_found")


# Strips


def strip_of(photos: list[Photo]) -> str:
    return "&".join(f"photo={photo.uid}" for photo in photos)


ADDRESSES = pytest.mark.parametrize("address", ["/album/strip.png", "/api/v1/strips/png"])


@pytest.mark.parametrize("count", [3, 4])
def test_a_strip_shows_its_photos_from_above_to_below(paint: Any, count: int) -> None:
    colours = [RED, BLUE, GREY, RED][:count]
    shapes = [(640, 480), (300, 900), (900, 300), (640, 480)]
    pictures = [(paint(colour, shape), NOON) for colour, shape in zip(colours, shapes, strict=False)]
    strip = opened(strip_png(pictures))
    middle = strip[:, strip.shape[1] // 2]
    rows = [np.flatnonzero(near(middle, colour)) for colour in (RED, BLUE, GREY)]
    assert rows[0][0] < rows[1][0] < rows[2][0]
    assert len(rows[1]) == pytest.approx(480, abs=2)


def test_a_strip_of_two_days_names_both(paint: Any) -> None:
    photo = paint(GREY)
    one = opened(strip_png([(photo, NOON)] * 3))
    two = opened(strip_png([(photo, NOON), (photo, NOON + timedelta(days=3)), (photo, NOON)]))
    ink = [int((each[-80:-10, 10:-10].max(axis=2) < 200).sum()) for each in (one, two)]
    assert ink[1] > 1.6 * ink[0]


@ADDRESSES
@pytest.mark.parametrize("count", [3, 4])
def test_the_owner_gets_a_strip_to_keep(alice_client: Client, make_photo: MakePhoto, address: str, count: int) -> None:
    photos = [make_photo() for _ in range(count)]
    answer = alice_client.get(f"{address}?{strip_of(photos)}&download")
    assert answer.status_code == 200
    assert opened(answer.content).shape[0] > 480 * count
    assert answer["Content-Disposition"] == 'attachment; filename="happy-2026-11-20-1530-strip.png"'
    tag = {"If-None-Match": answer["ETag"]}
    assert alice_client.get(f"{address}?{strip_of(photos)}", headers=tag).status_code == 304


@ADDRESSES
def test_what_is_not_kept_by_oneself_is_not_there(
    alice_client: Client, charlie_client: Client, make_photo: MakePhoto, address: str
) -> None:
    photos = [make_photo() for _ in range(3)]
    assert charlie_client.get(f"{address}?{strip_of(photos)}").status_code == 404
    for change in ({"trashed_at": timezone.now()}, {"hidden_at": timezone.now(), "hidden_reason": "x"}):
        Photo.objects.filter(pk=photos[1].pk).update(**change)
        assert alice_client.get(f"{address}?{strip_of(photos)}").status_code == 404


@pytest.mark.parametrize(
    "query", ["", "photo=x&photo=y&photo=z", "photo=&photo=&photo=", *(f"{'photo=%s&' * n}" for n in (1, 2, 5))]
)
def test_what_makes_no_strip_is_said(alice_client: Client, make_photo: MakePhoto, query: str) -> None:
    query = query.replace("%s", str(make_photo().uid))
    answer = alice_client.get(f"/api/v1/strips/png?{query}")
    assert is_error(answer, 400, "invalid")
    assert set(answer.json()["fields"]) == {"photo"}
    assert alice_client.get(f"/album/strip.png?{query}").status_code == 404


def test_a_lost_file_is_a_404(alice_client: Client, make_photo: MakePhoto) -> None:
    photos = [make_photo() for _ in range(3)]
    files.photo_path(photos[2].uid).unlink()
    assert is_error(alice_client.get(f"/api/v1/strips/png?{strip_of(photos)}"), 404, "not_found")


def ticked(page: str) -> list[str]:
    return re.findall(r'value="([0-9a-f-]+)" checked', page)


def test_the_page_keeps_the_ticks_in_their_order_and_shows_the_strip(
    alice_client: Client, make_photo: MakePhoto, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    photos = [make_photo() for _ in range(30)]
    page = alice_client.get("/album/strip/").content.decode()
    assert page.count('type="checkbox"') == 24
    assert "strip.png" not in page
    chosen = [photos[3], photos[29], photos[20]]
    two = alice_client.get(f"/album/strip/?{strip_of(chosen[:2])}&after={photos[6].uid}").content.decode()
    assert ticked(two) == [str(photo.uid) for photo in chosen[:2]]
    assert "2 photos are chosen" in two
    three = alice_client.get(f"/album/strip/?{strip_of(chosen)}").content.decode()
    assert ticked(three) == [str(photo.uid) for photo in chosen]
    shown = re.findall(r'<img src="(/album/strip.png[^"]*)"', three)[0].replace("&amp;", "&")
    assert alice_client.get(shown).status_code == 200


def test_the_page_leaves_out_what_is_not_ones_own(charlie_client: Client, make_photo: MakePhoto) -> None:
    photos = [make_photo() for _ in range(3)]
    page = charlie_client.get(f"/album/strip/?{strip_of(photos)}").content.decode()
    assert ticked(page) == []
    assert f"/photos/{photos[0].uid}" not in page
    assert "No photos for a strip yet" in page


def test_the_page_needs_no_more_queries_for_more_photos(
    alice_client: Client, make_photo: MakePhoto, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    photos = [make_photo() for _ in range(4)]
    address = f"/album/strip/?{strip_of(photos[:3])}"
    alice_client.get(address)
    with django_assert_num_queries(5):
        alice_client.get(address)
    for _ in range(20):
        make_photo()
    with django_assert_num_queries(5):
        alice_client.get(address)


@pytest.mark.parametrize("query", ["photo=x", "after=x", f"after={UNKNOWN_ID}"])
def test_an_address_that_makes_no_sense_is_a_404(alice_client: Client, query: str) -> None:
    assert alice_client.get(f"/album/strip/?{query}").status_code == 404
