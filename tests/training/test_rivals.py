"""What the model is compared with, and how another file joins in."""

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from mlmodels.decode import Pixels
from mlmodels.library import bundled_model
from mlmodels.training import rivals
from mlmodels.training.rivals import RivalError, rival
from tests import portrait

FACE = portrait.portrait(1.0)[10:250, 105:345]
NEUTRAL = portrait.portrait(0.0)[10:250, 105:345]
BLANK = np.full((200, 200, 3), 128, np.uint8)


def always(pixels: Pixels) -> float | None:
    return 0.9 if pixels.any() else None


def test_the_ratio_of_mouth_to_eyes_grows_with_the_smile_and_needs_a_face() -> None:
    ratio = rival("ratio")
    smiling, neutral = ratio(FACE), ratio(NEUTRAL)
    assert smiling is not None
    assert neutral is not None
    assert smiling > neutral
    assert smiling >= 0.5
    assert ratio(BLANK) is None


def test_the_cascade_answers_with_a_score_or_no_face() -> None:
    cascade = rival("cascade")
    score = cascade(FACE)
    assert score is not None
    assert 0 <= score <= 1
    assert cascade(BLANK) is None


def test_a_function_joins_by_its_name() -> None:
    assert rival("tests.training.test_rivals:always")(FACE) == 0.9


@pytest.mark.parametrize("name", ["nothing", "no.such:thing", "tests.training.test_rivals:gone", "gone.tflite"])
def test_what_is_no_rival_is_said_in_a_sentence(name: str) -> None:
    with pytest.raises(RivalError):
        rival(name)


def test_a_model_file_joins_with_a_card_beside_it(tmp_path: Path) -> None:
    """MediaPipe's detector is no expression model, but it is a .tflite of one picture in and numbers out."""
    shutil.copy(bundled_model("face_detection/face_detection_short_range.tflite"), tmp_path / "other.tflite")
    (tmp_path / "other.json").write_text(json.dumps({"happy": 0, "softmax": True, "crop": "box"}))
    other = rival(str(tmp_path / "other.tflite"))
    score = other(FACE)
    assert score is not None
    assert 0 <= score <= 1
    assert other(BLANK) is None


@pytest.mark.parametrize("card", ["{", "{}", '{"happy": "x"}', None])
def test_a_model_file_with_a_wrong_card_is_refused(tmp_path: Path, card: str | None) -> None:
    shutil.copy(bundled_model("face_detection/face_detection_short_range.tflite"), tmp_path / "other.tflite")
    if card is not None:
        (tmp_path / "other.json").write_text(card)
    with pytest.raises(RivalError, match="other"):
        rival(str(tmp_path / "other.tflite"))


def test_small_pictures_are_enlarged_for_them() -> None:
    small = np.asarray(cv2.resize(FACE, (48, 48), interpolation=cv2.INTER_AREA), np.uint8)
    assert min(rivals._enlarged(small).shape[:2]) == rivals.LEAST_SIDE
    assert rivals._enlarged(FACE[:, :10]).shape[1] >= rivals.LEAST_SIDE
