"""Real models on a scripted person: landmarks against MediaPipe's own, expression and sharpness with our weights."""

import cv2
import numpy as np
import pytest

from benchmarks.mesh import mesh_distances
from mlmodels.analyzer import Analyzer, analyzer_maker
from mlmodels.decode import decode_jpeg
from mlmodels.expression_input import CROP, expression_input
from mlmodels.face_finder import PATIENCE, FaceFinder, Track
from mlmodels.face_window import face_window
from mlmodels.region import Region, around_landmarks, tight
from tests import portrait

SHORT = (portrait.Segment(0.4, (0, 0)), portrait.Segment(0.6, (0, 1)), portrait.Segment(0.4, (1, 1)))


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    return FaceFinder()


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return analyzer_maker()()


def person(smile: float = 1.0) -> portrait.Picture:
    return next(portrait.frames((portrait.Segment(0.1, (smile, smile)),)))


def blurred(picture: portrait.Picture, sigma: float) -> portrait.Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def test_our_mesh_is_facemesh_within_one_percent_of_eye_distance() -> None:
    distances = mesh_distances(portrait.frames(SHORT))
    assert len(distances) >= 19
    assert np.mean(distances) <= 1.0


def test_a_turned_head_is_followed_and_its_points_turn_with_it(finder: FaceFinder) -> None:
    picture = person()
    upright, _ = finder.follow(picture, Track())
    matrix = cv2.getRotationMatrix2D((320, 240), 25, 1.0)
    turned = np.asarray(cv2.warpAffine(picture, matrix, (640, 480), borderMode=cv2.BORDER_REPLICATE), np.uint8)
    found, _ = finder.follow(turned, Track())
    assert upright is not None
    assert found is not None
    expected = upright.points @ matrix[:, :2].T + matrix[:, 2]
    eyes = np.linalg.norm(upright.points[33] - upright.points[263])
    assert np.linalg.norm(found.points - expected, axis=1).mean() < 0.08 * eyes


def test_regions_map_their_corners_and_fit_the_face() -> None:
    region = Region(100, 50, 40, np.pi / 2)
    assert region.matrix(10) @ [5, 5, 1] == pytest.approx([100, 50])
    assert region.matrix(10) @ [0, 0, 1] == pytest.approx([120, 30])
    points = np.array([[0, 0], [200, 100]] * 234, np.float32)
    points[33], points[263] = (50, 50), (150, 50)
    assert around_landmarks(points) == Region(100, 50, 300, 0.0)
    assert tight(points, 1.0).size == pytest.approx(200)


def test_a_lost_track_is_looked_for_and_found_again(finder: FaceFinder) -> None:
    empty = next(portrait.frames((portrait.Segment(0.1, None),)))
    found, track = finder.follow(person(), Track())
    assert found is not None
    for _ in range(PATIENCE + 5):
        found, track = finder.follow(empty, track)
        assert found is None
    assert track.misses == PATIENCE + 5
    seen = []
    for _ in range(3):  # detection is paced now: one look in three frames
        found, track = finder.follow(person(), track)
        seen.append(found is not None)
    assert any(seen)


def test_the_largest_face_of_a_crowd_decides(finder: FaceFinder) -> None:
    crowd = np.full((480, 960, 3), 180, np.uint8)
    face = portrait.portrait()[10:210, 120:320]
    crowd[20:120, 20:120] = cv2.resize(face, (100, 100), interpolation=cv2.INTER_AREA)
    crowd[120:420, 500:800] = cv2.resize(face, (300, 300))
    found = finder.search(crowd)
    assert found is not None
    assert found.points[:, 0].mean() > 500


@pytest.mark.parametrize("level", [0, 128, 255])
def test_nobody_is_found_where_nobody_is(finder: FaceFinder, level: int) -> None:
    blank = np.full((360, 480, 3), level, np.uint8)
    assert finder.search(blank) is None
    assert finder.follow(blank, Track())[0] is None


def test_a_small_tight_picture_of_a_face_is_found_in_a_search(finder: FaceFinder) -> None:
    tiny = np.asarray(
        cv2.resize(portrait.portrait()[60:190, 160:290], (48, 48), interpolation=cv2.INTER_AREA), np.uint8
    )
    found = finder.search(tiny)
    assert found is not None
    assert 0 < found.points[:, 0].mean() < 48


def where(picture: portrait.Picture, finder: FaceFinder) -> tuple[float, float] | None:
    found = finder.search(picture)
    return (float(found.points[:, 0].mean()), float(found.points[:, 1].mean())) if found else None


def placed(size: int, left: int, top: int) -> portrait.Picture:
    """The face alone, `size` pixels high, somewhere in a room of 1280×960."""
    room = np.asarray(cv2.resize(portrait.portrait()[300:500, 20:120], (1280, 960)), np.uint8)
    face = portrait.portrait()[30:230, 125:325]
    room[top : top + size, left : left + size] = cv2.resize(face, (size, size), interpolation=cv2.INTER_AREA)
    return room


@pytest.mark.parametrize(("left", "top"), [(40, 60), (900, 500), (580, 760)])
def test_a_far_face_in_a_large_picture_is_found(finder: FaceFinder, left: int, top: int) -> None:
    found = where(placed(60, left, top), finder)
    assert found is not None
    assert np.hypot(found[0] - left - 30, found[1] - top - 30) < 15


@pytest.mark.parametrize("angle", [-75, 40, 75])
def test_a_head_that_lies_on_its_side_is_found(finder: FaceFinder, angle: int) -> None:
    face = portrait.portrait()[10:250, 105:345]
    matrix = cv2.getRotationMatrix2D((120, 120), angle, 0.9)
    turned = np.asarray(cv2.warpAffine(face, matrix, (240, 240), borderMode=cv2.BORDER_REPLICATE), np.uint8)
    assert where(turned, finder) is not None


def test_a_softened_copy_finds_the_face_in_a_grainy_picture(finder: FaceFinder) -> None:
    grain = np.random.default_rng(0).normal(0, 60, (240, 240, 1))
    grainy = np.clip(portrait.portrait()[10:250, 105:345] + grain, 0, 255).astype(np.uint8)
    assert where(grainy, finder) is not None


@pytest.mark.parametrize("seed", range(3))
def test_no_face_is_seen_in_noise(finder: FaceFinder, seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 255, (480, 640, 3), dtype=np.uint8)
    assert finder.search(noise) is None


@pytest.mark.model
def test_a_smile_reads_happy_and_a_neutral_face_does_not(analyzer: Analyzer) -> None:
    smiling, neutral = (analyzer.read_picture(person(smile)).face for smile in (1.0, 0.0))
    assert smiling is not None
    assert neutral is not None
    assert smiling.happy > 0.8
    assert smiling.emotion == "happy"
    assert neutral.happy < 0.5  # the lips were warped, the eyes still smile
    assert sum(smiling.scores) == pytest.approx(1, abs=1e-3)


@pytest.mark.model
def test_blur_lowers_sharpness_and_a_dark_room_brightness(analyzer: Analyzer) -> None:
    sharp = analyzer.read_picture(person()).face
    soft = analyzer.read_picture(blurred(person(), 3)).face
    dark = analyzer.read_picture(np.asarray(person() // 6, np.uint8)).face
    assert sharp is not None
    assert soft is not None
    assert dark is not None
    assert soft.sharpness < 0.3 * sharp.sharpness
    assert dark.brightness < 0.3 * sharp.brightness


@pytest.mark.model
def test_a_frame_off_the_wire_reads_as_its_pixels_do(analyzer: Analyzer) -> None:
    jpeg = portrait.jpeg(person(), 80)
    sent, _ = analyzer.read_jpeg(jpeg, Track())
    shown, _ = analyzer.read_frame(decode_jpeg(jpeg), Track())
    assert sent.face is not None
    assert shown.face is not None
    assert np.array_equal(sent.face.landmarks, shown.face.landmarks)
    assert (sent.brightness, sent.face.sharpness) == (shown.brightness, shown.face.sharpness)
    assert sent.face.scores == shown.face.scores


@pytest.mark.model
def test_the_same_face_reads_the_same_whatever_thread_reads_it() -> None:
    readings = [analyzer_maker()().read_picture(person()).face for _ in range(2)]
    assert readings[0] is not None
    assert readings[1] is not None
    assert readings[0].scores == readings[1].scores
    assert np.array_equal(readings[0].landmarks, readings[1].landmarks)


def test_a_wider_crop_has_the_served_one_in_its_middle(finder: FaceFinder) -> None:
    picture = portrait.portrait()
    found = finder.search(picture)
    assert found is not None
    served, geometry = expression_input(*face_window(picture, found.points))
    wide, same = expression_input(*face_window(picture, found.points, 2.0), side=96)
    edge = (96 - CROP) // 2
    assert np.abs(wide[edge:-edge, edge:-edge].astype(int) - served).mean() < 1.0
    assert np.allclose(geometry, same, atol=1e-5)
