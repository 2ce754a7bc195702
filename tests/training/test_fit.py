"""Training itself; runs where TensorFlow is (`make test-train`), and CI runs that too."""

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not in this environment: make test-train")

from PIL import Image

from mlmodels.emotions import EMOTIONS
from mlmodels.expression import ExpressionModel
from mlmodels.training.__main__ import main
from mlmodels.training.features import Features
from mlmodels.training.fit import fit_temperature, train
from mlmodels.weights import Weights, load_weights
from tests import portrait

pytestmark = pytest.mark.filterwarnings("ignore")  # TensorFlow's own


def features(count: int = 140) -> Features:
    """Faces whose class is written in their brightness pattern and their geometry."""
    random = np.random.default_rng(5)
    labels = np.arange(count) % len(EMOTIONS)
    crops = random.integers(0, 60, (count, 64, 64), dtype=np.uint8)
    for row, label in enumerate(labels):
        crops[row, label * 9 : label * 9 + 9] += 150
    geometry = random.normal(0, 0.02, (count, 936)).astype(np.float32)
    geometry[np.arange(count), labels] += 1.0
    return Features(crops, geometry, labels.astype(np.int64), count, 0)


def test_keras_and_litert_say_the_same() -> None:
    data = features()
    trained = train(data, epochs=2, seed=3)
    served = ExpressionModel(Weights(trained.tflite, {}))
    for row in range(10):
        inputs = [data.crops[row][None, ..., None].astype(np.float32), data.geometry[row][None]]
        keras_scores = trained.keras_model.predict(inputs, verbose=0)[0]
        litert_scores = served.scores(data.crops[row], data.geometry[row])
        assert np.abs(keras_scores - litert_scores).max() < 0.01
        assert abs(sum(litert_scores) - 1) < 1e-3


def test_temperature_brings_confidence_back_to_the_truth() -> None:
    random = np.random.default_rng(2)
    truth = random.normal(0, 1.5, (5_000, 7)).astype(np.float32)
    chances = np.exp(truth) / np.exp(truth).sum(1, keepdims=True)
    labels = np.array([random.choice(7, p=p / p.sum()) for p in chances])
    assert fit_temperature(truth * 2, labels) == pytest.approx(2.0, rel=0.1)


def test_the_command_trains_measures_and_writes_weights_that_load(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for split, count in (("train", 40), ("validation", 6)):
        for label, smile in (("happy", 1.0), ("neutral", 0.0)):
            folder = tmp_path / "set" / split / label
            folder.mkdir(parents=True)
            for number in range(count // 2):
                face = portrait.portrait(smile)[10:210, 120:320]
                Image.fromarray(np.clip(face * (0.7 + 0.02 * number), 0, 255).astype(np.uint8)).save(
                    folder / f"{number}.jpg"
                )
    (tmp_path / "set/train/happy/broken.jpg").write_bytes(b"no picture")
    out = tmp_path / "weights"
    assert main([str(tmp_path / "set"), "--epochs", "1", "--out", str(out), "--cache", str(tmp_path / "cache")]) == 0
    card = load_weights(out).card
    assert card["data"]["skipped"] == 1
    assert card["data"]["pictures"] == 40
    assert card["metrics"]["pictures"] == 6
    assert json.loads((out / "expression.json").read_text())["classes"] == list(EMOTIONS)
    assert "broken.jpg" in capsys.readouterr().err


def test_a_wrong_data_set_is_a_sentence_and_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nothing")]) == 2
    assert "not a folder" in capsys.readouterr().err
