"""Real models on a scripted person: landmarks against MediaPipe's own, expression and sharpness with our weights."""

import cv2
import numpy as np
import pytest

from benchmarks.mesh import mesh_distances
from mlmodels.analyzer import Analyzer, analyzer_maker
from mlmodels.decode import decode_jpeg
from mlmodels.face_finder import PATIENCE, FaceFinder, Track
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


@pytest.mark.model
def test_a_smile_reads_happy_and_a_neutral_face_does_not(analyzer: Analyzer) -> None:
    smiling, neutral = (analyzer.read_picture(person(smile)).face for smile in (1.0, 0.0))
    assert smiling is not None
    assert neutral is not None
    assert smiling.happy > 0.8
    assert smiling.emotion == "happy"
    assert neutral.happy < 0.3
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
