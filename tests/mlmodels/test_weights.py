"""Weights are believed only with the card that fits them."""

import json
from pathlib import Path

import pytest

from mlmodels.errors import ModelUnavailableError
from mlmodels.expression import ExpressionModel
from mlmodels.weights import CARD, MODEL, load_weights, write_weights


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_weights(tmp_path, b"a model", {"note": "x", "unsure_below": 0.4})
    return tmp_path


def problem(folder: Path) -> str:
    with pytest.raises(ModelUnavailableError) as caught:
        load_weights(folder)
    return str(caught.value)


def test_what_was_written_loads(folder: Path) -> None:
    weights = load_weights(folder)
    assert weights.model == b"a model"
    assert weights.card["note"] == "x"
    assert weights.unsure_below == 0.4


@pytest.mark.parametrize("name", [MODEL, CARD])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert name in problem(folder)


def test_a_damaged_model_is_named(folder: Path) -> None:
    (folder / MODEL).write_bytes(b"a modeL")
    assert "damaged" in problem(folder)


def test_another_format_or_other_classes_are_refused(folder: Path) -> None:
    card = json.loads((folder / CARD).read_text())
    for change, words in (
        ({"format_version": 99}, "format version"),
        ({"classes": ["happy"]}, "other classes"),
        ({"classes": None}, "other classes"),
        ({"unsure_below": None}, "unsure"),
        ({"unsure_below": 1.5}, "unsure"),
    ):
        (folder / CARD).write_text(json.dumps(card | change))
        assert words in problem(folder)
    (folder / CARD).write_text("{")
    assert "can't be read" in problem(folder)


def test_a_file_that_is_no_model_is_a_sentence_not_a_crash(folder: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="not a model"):
        ExpressionModel(load_weights(folder))
