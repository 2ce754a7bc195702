"""The guard in front of every decoder."""

import io
import os
import time
import zipfile
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mlmodels.colour import mean_level, without_spare
from mlmodels.decode import FRAME, STILL, Limits, decode_jpeg, read_picture
from mlmodels.errors import ImageRejectedError


def picture(width: int = 320, height: int = 240, mode: str = "RGB") -> Image.Image:
    random = np.random.default_rng(3)
    noise = random.integers(0, 255, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC).convert(mode)


def jpeg(image: Image.Image | None = None, **options: Any) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, "JPEG", **options)
    return out.getvalue()


def claims(width: int, height: int) -> bytes:
    """A small JPEG whose header claims another size."""
    data = bytearray(jpeg(picture(16, 16)))
    place = data.find(b"\xff\xc0")
    data[place + 5 : place + 9] = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return bytes(data)


def refusal(data: bytes, limits: Limits = FRAME) -> str:
    with pytest.raises(ImageRejectedError) as caught:
        decode_jpeg(data, limits)
    return caught.value.code


def as_format(name: str) -> bytes:
    out = io.BytesIO()
    picture().save(out, name)
    return out.getvalue()


def zip_bytes() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.jpg", jpeg())
    return out.getvalue()


def test_a_jpeg_is_decoded_as_rgb() -> None:
    red = jpeg(Image.new("RGB", (64, 48), (250, 10, 20)), quality=95)
    pixels = decode_jpeg(red)
    assert pixels.shape == (48, 64, 3)
    assert np.abs(pixels[24, 32].astype(int) - (250, 10, 20)).max() < 8


def test_a_spare_byte_changes_no_colour() -> None:
    plain, spare = decode_jpeg(jpeg()), decode_jpeg(jpeg(), spare=True)
    assert spare.shape == (240, 320, 4)
    assert np.array_equal(without_spare(spare), plain)
    assert without_spare(plain) is plain
    assert mean_level(spare) == mean_level(plain) == pytest.approx(plain.mean(), abs=2)


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9])
def test_a_truncated_jpeg_is_a_bad_image(cut: float) -> None:
    data = jpeg()
    assert refusal(data[: int(len(data) * cut)]) == "bad_image"


def test_nothing_and_a_single_byte() -> None:
    assert refusal(b"") == "empty_frame"
    assert refusal(b"\xff") == "bad_image"


@pytest.mark.parametrize("name", ["PNG", "GIF", "TIFF", "WEBP", "BMP"])
def test_other_formats_never_reach_a_decoder(name: str) -> None:
    assert refusal(as_format(name)) == "not_jpeg"


@pytest.mark.parametrize(
    "data",
    [b"<html></html>", b"<svg><script>alert(1)</script></svg>", b"%PDF-1.7\n", zip_bytes(), bytes(range(256)) * 4],
    ids=["html", "svg", "pdf", "zip", "random"],
)
def test_what_is_no_picture_is_not_a_jpeg(data: bytes) -> None:
    assert refusal(data) == "not_jpeg"


@pytest.mark.parametrize("side", [65500, 30000, 20000])
def test_a_pixel_bomb_is_refused_from_its_header(side: int) -> None:
    assert refusal(claims(side, side)) == "too_many_pixels"
    assert refusal(claims(side, side), STILL) == "too_many_pixels"


@pytest.mark.parametrize(("width", "height"), [(40_000, 32), (32, 40_000), (32_767, 40), (2_000, 200)])
def test_longer_or_narrower_than_a_camera_is_refused(width: int, height: int) -> None:
    """OpenCV inside MediaPipe ends the whole process for a side of 32,767 pixels or more."""
    assert refusal(claims(width, height)) == "too_many_pixels"
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "PNG")
    with pytest.raises(ImageRejectedError, match="too_many_pixels"):
        read_picture(out.getvalue())


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 65000), (16, 16)])
def test_tiny_pictures_are_too_small(width: int, height: int) -> None:
    assert refusal(claims(width, height)) == "too_small"


def test_a_frame_over_the_size_limit_is_too_large() -> None:
    assert refusal(jpeg() + bytes(FRAME.max_bytes)) == "too_large"


def test_a_thousand_scans_are_refused_quickly() -> None:
    data = jpeg(progressive=True)
    scan = data[data.rfind(b"\xff\xda") : -2]
    before = time.perf_counter()
    assert refusal(data[:-2] + scan * 1_000 + b"\xff\xd9") in {"bad_image", "too_large"}
    assert time.perf_counter() - before < 1


@pytest.mark.parametrize(("marker", "bits"), [(0xC1, 12), (0xC3, 8), (0xC9, 8), (0xCA, 8)])
def test_kinds_of_jpeg_that_no_camera_makes_are_read_or_refused(marker: int, bits: int) -> None:
    """12 bits, lossless, arithmetic codes: the header claims them, as no writer at hand makes them."""
    data = bytearray(jpeg())
    place = data.find(b"\xff\xc0")
    data[place + 1], data[place + 4] = marker, bits
    with suppress(ImageRejectedError):
        assert decode_jpeg(bytes(data)).shape == (240, 320, 3)


@pytest.mark.parametrize("options", [{"progressive": True}, {"subsampling": 0}, {"quality": 1}])
def test_usual_kinds_of_jpeg_are_read(options: dict[str, Any]) -> None:
    assert decode_jpeg(jpeg(**options)).shape == (240, 320, 3)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_cmyk_become_the_rgb_that_pillow_sees(mode: str) -> None:
    data = jpeg(picture(mode=mode), quality=95)
    assert np.abs(decode_jpeg(data).astype(int) - read_picture(data)).mean() < 8


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied_as_pillow_does(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = jpeg(quality=95, exif=exif)
    expected = read_picture(data)
    got = decode_jpeg(data)
    assert got.shape == expected.shape
    assert np.abs(got.astype(int) - expected).mean() < 2


def test_a_tail_after_the_picture_does_not_matter() -> None:
    plain = jpeg()
    assert np.array_equal(decode_jpeg(plain + b"<script>alert(1)</script>"), decode_jpeg(plain))


def test_read_picture_takes_png_and_names_what_is_wrong() -> None:
    assert read_picture(as_format("PNG")).shape == (240, 320, 3)
    for data, code in ((b"", "empty_frame"), (b"nonsense", "bad_image"), (as_format("PNG")[:300], "bad_image")):
        with pytest.raises(ImageRejectedError, match=code):
            read_picture(data)


def test_a_png_bomb_is_named_whatever_pillow_thinks_of_it() -> None:
    out = io.BytesIO()
    Image.new("1", (15_000, 15_000)).save(out, "PNG")
    with pytest.raises(ImageRejectedError, match="too_many_pixels"):
        read_picture(out.getvalue())


@settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "300")), deadline=None)
@given(st.data())
def test_a_mutated_jpeg_is_read_or_refused(data: st.DataObject) -> None:
    """`make fuzz` runs this one at full size."""
    original = bytearray(jpeg(picture(64, 48)))
    for _ in range(data.draw(st.integers(1, 8))):
        original[data.draw(st.integers(0, len(original) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ImageRejectedError):
        assert decode_jpeg(bytes(original)).ndim == 3
