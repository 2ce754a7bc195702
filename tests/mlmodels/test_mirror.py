"""The mesh in a mirror."""

import numpy as np

from mlmodels.expression_input import expression_input
from mlmodels.face_finder import FaceFinder
from mlmodels.face_window import face_window
from mlmodels.mesh import POINTS
from mlmodels.mirror import MIRROR, mirrored
from mlmodels.reading import FloatArray
from tests import portrait


def test_each_point_has_one_partner_and_is_its_partners_partner() -> None:
    assert MIRROR.shape == (POINTS,)
    assert np.array_equal(MIRROR[MIRROR], np.arange(POINTS))
    assert MIRROR[33] == 263  # outer corners of the eyes
    assert MIRROR[61] == 291  # corners of the mouth
    assert MIRROR[1] == 1  # the tip of the nose


def test_what_is_up_on_the_left_is_up_on_the_right_in_the_mirror() -> None:
    points = np.zeros((POINTS, 2), np.float32)
    points[61] = (-0.2, 0.1)
    turned = mirrored(points.reshape(-1)).reshape(-1, 2)
    assert turned[291].tolist() == np.array([0.2, 0.1], np.float32).tolist()
    assert np.count_nonzero(turned) == 2
    assert np.array_equal(mirrored(turned.reshape(-1)), points.reshape(-1))


def geometry(picture: portrait.Picture) -> FloatArray:
    found = FaceFinder().search(picture)
    assert found is not None
    return expression_input(*face_window(picture, found.points))[1]


def test_mirrored_points_are_those_of_the_mirrored_picture() -> None:
    """Within the mesh model's own want of symmetry: it gives a face and its mirror image points 1 % of a crop apart."""
    picture = portrait.portrait()
    plain, turned = geometry(picture), geometry(np.ascontiguousarray(picture[:, ::-1]))
    gap = (mirrored(plain) - turned).reshape(-1, 2)
    assert np.linalg.norm(gap, axis=1).max() < 0.04
    shuffled = (mirrored(plain)[::-1] - turned).reshape(-1, 2)
    assert np.linalg.norm(shuffled, axis=1).mean() > 0.1
