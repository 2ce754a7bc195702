"""Pictures that people bring, before and after their decoder."""

import io
import os
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from mlmodels.decode import UPLOAD
from mlmodels.errors import ImageRejectedError
from mlmodels.exif import Taken
from mlmodels.pictures import open_picture
from tests.mlmodels.test_decode import claims, picture, zip_bytes

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
TAKEN = "2024:05:06 07:08:09"


def saved(name: str, image: Image.Image | None = None, **options: Any) -> bytes:
    out = io.BytesIO()
    quality = {} if name == "PNG" else {"quality": 95}
    (image or picture()).save(out, name, **quality | options)
    return out.getvalue()


def exif(orientation: int = 1, **tags: str) -> Image.Exif:
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F] = "Secret Camera"
    block.get_ifd(0x8825)[1] = "N"
    ifd = block.get_ifd(0x8769)
    for tag, text in tags.items():
        ifd[int(tag.removeprefix("x"), 16)] = text
    return block


def refusal(data: bytes) -> str:
    with pytest.raises(ImageRejectedError) as caught:
        open_picture(data)
    return caught.value.code


def peak_kb() -> int:
    return next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)


def webp(form: bytes, body: bytes) -> bytes:
    chunk = form + len(body).to_bytes(4, "little") + body
    return b"RIFF" + (len(chunk) + 4).to_bytes(4, "little") + b"WEBP" + chunk


def png_claiming(width: int, height: int) -> bytes:
    data = bytearray(saved("PNG", picture(16, 16)))
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return bytes(data)


def heif_claiming(width: int, height: int) -> bytes:
    data = bytearray(saved("HEIF", picture(64, 64)))
    place = data.find(b"ispe")
    data[place + 8 : place + 16] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return bytes(data)


def real_png_bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (15_000, 15_000)).save(out, "PNG")
    return out.getvalue()


BOMBS = {
    **{f"jpeg {side}": claims(side, side) for side in (65_500, 30_000, 20_000)},
    **{f"png {side}": png_claiming(side, side) for side in (2**31 - 1, 30_000, 15_000)},
    "png": real_png_bomb(),
    "webp lossy": webp(b"VP8 ", b"\x10\0\0\x9d\x01\x2a\xff\x3f\xff\x3f" + bytes(9)),
    "webp lossless": webp(b"VP8L", b"\x2f\xff\xff\xff\x0f" + bytes(9)),
    "webp extended": webp(b"VP8X", bytes(4) + b"\xff\xff\xff" * 2 + bytes(9)),
    **{f"heif {side}": heif_claiming(side, side) for side in (30_000, 12_000, 8_000)},
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_of_the_four_formats_is_read_in_its_colours(name: str) -> None:
    found = open_picture(saved(name))
    assert found.pixels.shape == (240, 320, 3)
    assert found.pixels.flags.c_contiguous
    assert found.taken is None
    assert np.abs(found.pixels.astype(int) - np.asarray(picture())).mean() < 6


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_each_comes_upright(name: str, orientation: int) -> None:
    turned = {1: 0, 3: 2, 6: 3, 8: 1}[orientation]
    image = picture()
    image.info["exif"] = exif(orientation).tobytes()  # for HEIF, which has a box of its own for it
    found = open_picture(saved(name, image, **({} if name == "HEIF" else {"exif": exif(orientation)})))
    expected = np.rot90(np.asarray(picture()), turned)
    assert found.pixels.shape == expected.shape
    assert np.abs(found.pixels.astype(int) - expected).mean() < 6


@pytest.mark.parametrize("name", FORMATS)
def test_each_says_when_it_was_taken(name: str) -> None:
    found = open_picture(saved(name, exif=exif(x9003=TAKEN, x9011="+09:00")))
    assert found.taken == Taken(datetime(2024, 5, 6, 7, 8, 9), timedelta(hours=9))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"x9003": TAKEN}, Taken(datetime(2024, 5, 6, 7, 8, 9), None)),  # noqa: DTZ001
        ({"x9004": TAKEN, "x9012": "-03:30"}, Taken(datetime(2024, 5, 6, 7, 8, 9), timedelta(hours=-3.5))),  # noqa: DTZ001
        ({"x9003": TAKEN, "x9011": "+99:00"}, Taken(datetime(2024, 5, 6, 7, 8, 9), None)),  # noqa: DTZ001
        ({"x9003": TAKEN, "x9011": "Seoul"}, Taken(datetime(2024, 5, 6, 7, 8, 9), None)),  # noqa: DTZ001
        ({"x9003": "0000:00:00 00:00:00"}, None),
        ({"x9003": "2024:13:40 07:08:09"}, None),
        ({"x9003": "한글"}, None),
        ({"x9003": ""}, None),
    ],
)
def test_a_time_that_makes_no_sense_is_none(tags: dict[str, str], expected: Taken | None) -> None:
    assert open_picture(saved("JPEG", exif=exif(1, **tags))).taken == expected


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_damaged_exif_block_spoils_no_picture() -> None:
    found = open_picture(saved("JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + bytes(range(64))))
    assert found.pixels.shape == (240, 320, 3)
    assert found.taken is None


# Refused


@pytest.mark.parametrize("name", ["GIF", "TIFF", "BMP", "AVIF", "ICO", "PPM"])
def test_other_formats_reach_no_decoder(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(name, picture(64, 64)) if name == "AVIF" else _plain(name)
    monkeypatch.setattr(Image, "open", None)
    assert refusal(data) == "not_jpeg"


def _plain(name: str) -> bytes:
    out = io.BytesIO()
    picture(64, 64).save(out, name)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"<html></html>", b"<svg><script>alert(1)</script></svg>", b"%PDF-1.7\n", zip_bytes(), bytes(range(256)) * 4],
    ids=["html", "svg", "pdf", "zip", "random"],
)
def test_what_is_no_picture_is_not_a_jpeg(data: bytes) -> None:
    assert refusal(data) == "not_jpeg"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_part_of_a_picture_is_a_bad_one(name: str, share: float) -> None:
    data = saved(name)
    assert refusal(data[: int(len(data) * share)]) == "bad_image"


@pytest.mark.parametrize("start", [b"\xff", b"\x89PN", b"RI", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"])
def test_the_mere_beginning_of_a_picture_is_a_bad_one(start: bytes) -> None:
    assert refusal(start) == "bad_image"


def test_nothing_is_an_empty_frame() -> None:
    assert refusal(b"") == "empty_frame"


def test_more_bytes_than_any_picture_has_are_too_large() -> None:
    assert refusal(saved("JPEG") + bytes(UPLOAD.max_bytes)) == "too_large"


@pytest.mark.parametrize(("width", "height"), [(1, 1), (16, 16), (1, 65_000)])
@pytest.mark.parametrize("name", ["PNG", "JPEG"])
def test_tiny_pictures_are_too_small(name: str, width: int, height: int) -> None:
    assert refusal(png_claiming(width, height) if name == "PNG" else claims(width, height)) == "too_small"


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_no_time_and_no_memory(name: str) -> None:
    refusal(BOMBS["png 15000"])  # once for what is loaded on the way
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak
    before, began = peak_kb(), time.perf_counter()
    assert refusal(BOMBS[name]) == "too_many_pixels"
    assert time.perf_counter() - began < 0.05
    assert peak_kb() - before < 5_000


def test_a_heif_that_says_less_than_it_holds_is_not_decoded() -> None:
    """libheif compares the claim with the picture before it makes room for it."""
    data = saved("HEIF", picture(400, 300)).replace((400).to_bytes(4, "big"), (64).to_bytes(4, "big"))
    assert refusal(data.replace((300).to_bytes(4, "big"), (64).to_bytes(4, "big"))) == "bad_image"


# Unusual ones


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    clear.paste((0, 0, 255, 255), (0, 0, 32, 64))
    for name in ("PNG", "WEBP"):
        pixels = open_picture(saved(name, clear, lossless=True)).pixels
        assert pixels[32, 50].tolist() == [255, 255, 255], name
        assert pixels[32, 10].tolist() == [0, 0, 255], name


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16"])
def test_other_kinds_of_png_keep_their_brightness(mode: str) -> None:
    grey = picture().convert("L")
    image = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257) if mode == "I;16" else grey.convert(mode)
    pixels = open_picture(saved("PNG", image)).pixels
    assert np.abs(pixels.mean() - np.asarray(grey).mean()) < 4


def test_of_an_animation_the_first_picture_is_taken() -> None:
    red, blue = Image.new("RGB", (64, 64), (200, 0, 0)), Image.new("RGB", (64, 64), (0, 0, 200))
    for name in ("PNG", "WEBP"):
        data = saved(name, red, save_all=True, append_images=[blue], lossless=True)
        assert open_picture(data).pixels[32, 32].tolist() == [200, 0, 0], name


def swapped_profile() -> bytes:
    """The sRGB profile with red and green changed over, and another name."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = data.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    return data.replace("sRGB".encode("utf-16-be"), "xRGB".encode("utf-16-be"))


@pytest.mark.parametrize("name", FORMATS)
def test_colours_of_another_profile_become_srgb(name: str) -> None:
    red = Image.new("RGB", (64, 300), (220, 30, 30))
    pixels = open_picture(saved(name, red, icc_profile=swapped_profile())).pixels.astype(int)
    assert (pixels[..., 1] > 150).all()
    assert (pixels[..., 0] < 90).all()


@pytest.mark.parametrize("profile", [b"nonsense", b"x" * 200, bytes(900_000)])
def test_a_profile_that_is_none_changes_nothing(profile: bytes) -> None:
    plain = open_picture(saved("PNG")).pixels
    assert np.array_equal(open_picture(saved("PNG", icc_profile=profile)).pixels, plain)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "60")), deadline=None)
@given(data=st.data())
def test_a_mutated_picture_is_read_or_refused(name: str, data: st.DataObject) -> None:
    """`make fuzz` runs this one at full size."""
    original = bytearray(ORIGINALS[name])
    for _ in range(data.draw(st.integers(1, 8))):
        original[data.draw(st.integers(0, len(original) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ImageRejectedError):
        assert open_picture(bytes(original)).pixels.ndim == 3


ORIGINALS = {name: saved(name, picture(64, 48), exif=exif(6, x9003=TAKEN)) for name in FORMATS}
