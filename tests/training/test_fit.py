"""Training itself; runs where TensorFlow is (`make test-train`), and CI runs that too."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not in this environment: make test-train")

from PIL import Image

from mlmodels.emotions import EMOTIONS
from mlmodels.expression import ExpressionModel
from mlmodels.training.__main__ import main
from mlmodels.training.features import WIDE, Features
from mlmodels.training.fit import RIGHT, fit_temperature, fit_unsure, softmax, train
from mlmodels.training.phase import Floats, Phase, Plan
from mlmodels.weights import Weights, load_weights
from tests import portrait

pytestmark = pytest.mark.filterwarnings("ignore")  # TensorFlow's own


def features(count: int = 140) -> Features:
    """Faces whose class is written in their brightness pattern and their geometry."""
    random = np.random.default_rng(5)
    labels = np.arange(count) % len(EMOTIONS)
    crops = random.integers(0, 60, (count, WIDE, WIDE), dtype=np.uint8)
    geometry = random.normal(0, 0.02, (count, 936)).astype(np.float32)
    for row, label in enumerate(labels):
        crops[row, 16 + label * 9 : 25 + label * 9] += 150
    geometry[np.arange(count), labels] += 1.0
    return Features(crops, geometry, labels.astype(np.int64), count, 0)


SMALL = Plan((2, 1), 3, 8, 1)
PLAIN = Plan((20,), 3, 8, 0)


def test_keras_and_litert_say_the_same() -> None:
    data = features()
    trained = train(data, SMALL)
    served = ExpressionModel(Weights(trained.tflite, {}))
    for row in range(10):
        inputs = [data.middle()[row][None].astype(np.float32), data.geometry[row][None]]
        keras_scores = softmax(trained.keras_model.predict(inputs, verbose=0))[0]
        litert_scores = served.scores([(data.middle()[row, ..., 0], data.geometry[row])])
        assert np.abs(keras_scores - litert_scores).max() < 0.01
        assert abs(sum(litert_scores) - 1) < 1e-3


def test_training_learns_what_is_there_to_learn() -> None:
    data = features()
    trained = train(data, PLAIN)
    served = ExpressionModel(Weights(trained.tflite, {}))
    said = [int(np.argmax(served.scores([(data.middle()[row, ..., 0], data.geometry[row])]))) for row in range(70)]
    assert np.mean(np.array(said) == data.labels[:70]) > 0.8


def test_the_same_seed_gives_the_same_model_and_another_does_not() -> None:
    data = features()
    inputs = [data.middle().astype(np.float32), data.geometry]

    def logits(seed: int) -> Floats:
        phase = Phase(data, np.arange(140), Plan((1,), seed, 8, 0))
        return np.asarray(phase.train().predict(inputs, verbose=0))

    first = logits(3)
    assert np.allclose(first, logits(3), atol=1e-4)
    assert not np.allclose(first, logits(4), atol=1e-2)


def test_an_interrupted_training_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after its second epoch of three, it must end with the weights of one that was never interrupted."""
    data, plan, rows = features(), Plan((3,), 5, 8, 0), np.arange(140)
    start = Phase(data, rows, plan).model.get_weights()
    whole = Phase(data, rows, plan).train().get_weights()
    epoch = Phase._one_epoch

    def pulled(self: Phase, number: int) -> None:
        if number == 2:
            raise KeyboardInterrupt
        epoch(self, number)

    monkeypatch.setattr(Phase, "_one_epoch", pulled)
    with pytest.raises(KeyboardInterrupt):
        Phase(data, rows, plan, checkpoint=tmp_path / "phase.npz").train()
    monkeypatch.setattr(Phase, "_one_epoch", epoch)
    again = Phase(data, rows, plan, checkpoint=tmp_path / "phase.npz")
    resumed = again.train().get_weights()
    assert again.seconds > 0
    # Sums of floats come in any order on two cores: as good as equal, beside how far training moved them.
    for ours, theirs, before in zip(resumed, whole, start, strict=True):
        assert np.abs(ours - theirs).mean() <= 0.01 * np.abs(theirs - before).mean()


def test_a_label_the_network_keeps_contradicting_moves_towards_what_it_sees() -> None:
    data = features()
    wrong = data.labels.copy()
    wrong[0] = (wrong[0] + 1) % len(EMOTIONS)
    phase = Phase(replace(data, labels=wrong), np.arange(140), PLAIN)
    before = phase.soft.copy()
    phase.train()
    told, seen = wrong[0], data.labels[0]
    assert phase.soft[0, told] < before[0, told]
    assert phase.soft[0, seen] > before[0, seen]
    assert np.allclose(phase.soft.sum(axis=1), 1, atol=1e-4)


def test_a_later_phase_starts_where_the_one_before_it_ended() -> None:
    data, rows, plan = features(), np.arange(140), Plan((3, 2), 3, 8, 0)
    first = Phase(data, rows, plan)
    first.train()
    second = Phase(data, rows, plan, before=first)
    for ours, theirs in zip(second.model.get_weights(), first.model.get_weights(), strict=True):
        assert np.array_equal(ours, theirs)
    assert np.array_equal(second.soft, first.soft)
    second.train()
    assert not np.array_equal(second.soft, first.soft)


@pytest.mark.parametrize("truth", [0.5, 1.0, 2.0])
def test_the_temperature_brings_confidence_back_to_the_truth(truth: float) -> None:
    random = np.random.default_rng(2)
    logits = random.normal(0, 1.5, (5_000, 7)).astype(np.float32)
    labels = np.array([random.choice(7, p=chances / chances.sum()) for chances in softmax(logits).astype(float)])
    assert fit_temperature(logits * truth, labels) == pytest.approx(truth, rel=0.1)


def test_unsure_begins_where_answers_are_right_too_seldom() -> None:
    random = np.random.default_rng(3)
    confidence = random.uniform(0.2, 1, 20_000)
    scores = np.full((20_000, 7), 0.0, np.float32)
    scores[:, 0] = confidence
    scores[:, 1:] = ((1 - confidence) / 6)[:, None]
    honest = np.where(random.random(20_000) < confidence, 0, 1)
    assert fit_unsure(scores, honest) == pytest.approx(RIGHT, abs=0.06)
    assert fit_unsure(scores, np.zeros(20_000, np.int64)) == 0.0


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
    command = [str(tmp_path / "set"), "--epochs", "1", "--out", str(out), "--cache", str(tmp_path / "cache")]
    assert main(command) == 0
    first = load_weights(out).card
    assert main(command) == 0  # from the cache of faces and the last checkpoint
    card = load_weights(out).card
    assert card["temperature"] == pytest.approx(first["temperature"], rel=1e-3)
    assert card["training"] == first["training"]
    assert card["data"]["skipped"] == 1
    assert card["data"]["pictures"] == 40
    assert card["metrics"]["pictures"] == 6
    assert json.loads((out / "expression.json").read_text())["classes"] == list(EMOTIONS)
    assert "broken.jpg" in capsys.readouterr().err


def test_a_wrong_data_set_is_a_sentence_and_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nothing")]) == 2
    assert "not a folder" in capsys.readouterr().err
