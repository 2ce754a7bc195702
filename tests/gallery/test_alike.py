"""Same and similar photos: the columns that the search goes by."""

import random

from gallery.models.photo import BANDS
from mlmodels.perceptual_hash import NEAR, perceptual_hash
from tests.gallery.conftest import MakePhoto, picture


def bands(number: int) -> list[int]:
    return [(number >> 16 * band) & 0xFFFF for band in range(BANDS)]


def test_every_new_photo_has_its_hash_and_the_database_cuts_it(make_photo: MakePhoto) -> None:
    photo = make_photo()
    photo.refresh_from_db()
    assert photo.phash == perceptual_hash(picture()[:, :, ::-1])
    assert photo.phash is not None
    assert [getattr(photo, f"phash_band_{band}") for band in range(BANDS)] == bands(photo.phash)


def test_negative_hashes_are_cut_as_their_bits_say(make_photo: MakePhoto) -> None:
    photo = make_photo(phash=-2)
    assert [getattr(photo, f"phash_band_{band}") for band in range(BANDS)] == [0xFFFE, 0xFFFF, 0xFFFF, 0xFFFF]


def test_near_hashes_share_a_band_but_for_one_bit() -> None:
    dice = random.Random(5)
    for _ in range(2_000):
        one = dice.getrandbits(64)
        other = one
        for bit in dice.sample(range(64), NEAR):
            other ^= 1 << bit
        assert min((a ^ b).bit_count() for a, b in zip(bands(one), bands(other), strict=True)) <= 1
