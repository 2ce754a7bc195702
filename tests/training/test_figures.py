"""Figures over pictures with and without a face."""

import pytest

from mlmodels.emotions import EMOTIONS
from mlmodels.training.figures import confusion, figures, smile_figures


def scores(emotion: str, confidence: float = 0.9) -> tuple[float, ...]:
    rest = (1 - confidence) / 6
    return tuple(confidence if name == emotion else rest for name in EMOTIONS)


def test_a_picture_without_a_face_counts_as_not_happy() -> None:
    result = figures(["happy", "happy", "sad"], [scores("happy"), None, scores("sad")], "happy")
    assert result["recall"] == 0.5
    assert result["accuracy"] == pytest.approx(2 / 3)
    assert result["found"] == pytest.approx(2 / 3)
    assert result["auc"] == 1.0
    assert "accuracy_seven" not in result


def test_seven_classes_are_counted_over_the_faces_found() -> None:
    labels = [*EMOTIONS, "happy"]
    result = figures(labels, [*(scores("happy") for _ in EMOTIONS), None], "happy", unsure_below=0.5)
    assert result["accuracy_seven"] == pytest.approx(1 / 7)
    assert result["accuracy_by_class"]["happy"] == 0.5
    assert result["unsure"] == 0.0


def test_unsure_answers_are_counted_and_left_out_of_the_sure_ones() -> None:
    said = [scores(e, 0.9 if e == "happy" else 0.3) for e in EMOTIONS]
    result = figures(list(EMOTIONS), said, "happy", unsure_below=0.5)
    assert result["unsure"] == pytest.approx(6 / 7)
    assert result["accuracy_seven_when_sure"] == 1.0


def test_the_confusion_names_who_was_taken_for_whom() -> None:
    matrix = confusion(["fear", "fear", "sad"], [scores("sad"), None, scores("sad")])
    assert matrix[EMOTIONS.index("fear"), EMOTIONS.index("sad")] == 1
    assert matrix.sum() == 2


def test_a_rival_that_finds_no_face_is_wrong_about_the_happy_ones() -> None:
    result = smile_figures(["happy", "neutral"], [None, None], "happy")
    assert result["accuracy"] == 0.5
    assert result["auc"] is None
    assert result["found"] == 0.0
