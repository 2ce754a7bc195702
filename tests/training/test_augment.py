"""What training shows the networks."""

import numpy as np

from mlmodels.decode import Pixels
from mlmodels.expression_input import CROP, GEOMETRY
from mlmodels.reading import FloatArray
from mlmodels.training.augment import augment, weather
from mlmodels.training.features import WIDE
from tests import portrait


def test_a_changed_crop_is_another_picture_of_the_same_size_and_the_same_for_the_same_seed() -> None:
    wide = np.random.default_rng(1).integers(0, 255, (WIDE, WIDE), dtype=np.uint8)
    geometry = np.zeros(GEOMETRY, np.float32)
    crops = [augment(wide, geometry, np.random.default_rng(seed))[0] for seed in (1, 1, 2)]
    assert crops[0].shape == (CROP, CROP)
    assert crops[0].dtype == np.uint8
    assert np.array_equal(crops[0], crops[1])
    assert not np.array_equal(crops[0], crops[2])


def test_a_mirrored_crop_has_mirrored_landmarks() -> None:
    """A wide crop that is dark on its left and landmarks that lie on the left must end up on the same side."""
    wide = np.full((WIDE, WIDE), 200, np.uint8)
    wide[:, : WIDE // 2] = 30
    geometry = np.tile(np.array([-0.3, 0.0], np.float32), GEOMETRY // 2)
    sides = set()
    for seed in range(60):
        crop, points = augment(wide, geometry, np.random.default_rng(seed))
        dark_left = crop[:, :20].mean() < crop[:, -20:].mean()
        left = points.reshape(-1, 2)[:, 0].mean() < 0
        sides.add((dark_left, left))
    assert {(True, True), (False, False)} <= sides
    # A one-sided light or a cover may hide the dark half now and then.
    agree = [augment_agrees(wide, geometry, seed) for seed in range(200)]
    assert np.mean(agree) > 0.9


def augment_agrees(wide: Pixels, geometry: FloatArray, seed: int) -> bool:
    crop, points = augment(wide, geometry, np.random.default_rng(seed))
    return bool((crop[:, :20].mean() < crop[:, -20:].mean()) == (points.reshape(-1, 2)[:, 0].mean() < 0))


def test_weather_leaves_a_face_a_face() -> None:
    face = portrait.portrait()[30:222, 125:317].mean(axis=2).astype(np.float32)
    for seed in range(20):
        changed = weather(face.copy(), np.random.default_rng(seed))
        assert changed.shape == face.shape
        assert np.corrcoef(changed.ravel(), face.ravel())[0, 1] > 0.4
