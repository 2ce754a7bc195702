"""What looks the same has nearly the same number, what differs has not."""

import cv2
import numpy as np
import pytest
from skimage import data

from mlmodels.decode import Pixels
from mlmodels.obstacles import BLURRED_PICTURE
from mlmodels.perceptual_hash import NEAR, hash_distance, perceptual_hash
from mlmodels.sharpness import picture_sharpness

PICTURES = {name: np.asarray(getattr(data, name)(), np.uint8) for name in ("astronaut", "chelsea", "coffee", "rocket")}


def saved_badly(picture: Pixels) -> Pixels:
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 40])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)


def small(picture: Pixels) -> Pixels:
    return np.asarray(cv2.resize(picture, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA), np.uint8)


def brighter(picture: Pixels) -> Pixels:
    return np.clip(picture.astype(int) + 25, 0, 255).astype(np.uint8)


def hashed(picture: Pixels) -> int:
    found = perceptual_hash(picture)
    assert found is not None
    return found


@pytest.mark.parametrize("change", [saved_badly, small, brighter])
@pytest.mark.parametrize("name", PICTURES)
def test_the_same_picture_saved_otherwise_is_near(name: str, change: object) -> None:
    assert callable(change)
    assert hash_distance(hashed(PICTURES[name]), hashed(change(PICTURES[name]))) <= NEAR


def test_other_pictures_and_the_mirror_image_are_far() -> None:
    hashes = [hashed(picture) for picture in PICTURES.values()]
    hashes.append(hashed(np.ascontiguousarray(PICTURES["astronaut"][:, ::-1])))
    apart = [hash_distance(one, other) for place, one in enumerate(hashes) for other in hashes[:place]]
    assert min(apart) > 2 * NEAR


def test_a_plain_surface_has_no_hash_and_every_other_fits_a_signed_number() -> None:
    assert perceptual_hash(np.full((90, 120, 3), 77, np.uint8)) is None
    assert all(-(2**63) <= hashed(picture) < 2**63 for picture in PICTURES.values())


def test_distance_counts_bits_also_of_negative_numbers() -> None:
    assert hash_distance(-1, 0) == 64
    assert hash_distance(-(2**63), 1) == 2
    assert hash_distance(-5, -5) == 0


@pytest.mark.parametrize("name", PICTURES)
def test_a_sharp_picture_is_told_from_a_blurred_one(name: str) -> None:
    picture = PICTURES[name]
    blurred = np.asarray(cv2.GaussianBlur(picture, (0, 0), 4 * max(picture.shape) / 640), np.uint8)
    assert picture_sharpness(picture) > BLURRED_PICTURE > picture_sharpness(blurred)


def test_a_soft_background_blurs_no_photo_and_any_shape_has_a_sharpness() -> None:
    picture = np.full((600, 800, 3), 128, np.uint8)
    picture[200:360, 200:360] = PICTURES["coffee"][100:260, 200:360]
    assert picture_sharpness(picture) > BLURRED_PICTURE
    assert picture_sharpness(np.zeros((1, 4000, 3), np.uint8)) == 0
