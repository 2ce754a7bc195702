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
from mlmodels.training.fit import RIGHT, fit_unsure, fit_weights, train
from mlmodels.training.member import Floats, Member, Plan
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
    names = np.array([str(row) for row in range(count)])
    return Features(crops, geometry, labels.astype(np.int64), names, count, 0)


SMALL = (Plan(2, 3, 8, 1), Plan(1, 3, 8, 1, goes_on=True))


def test_keras_and_litert_say_the_same() -> None:
    data = features()
    trained = train(data, SMALL)
    served = ExpressionModel(Weights(trained.tflite, {}))
    for row in range(10):
        inputs = [data.middle()[row][None].astype(np.float32), data.geometry[row][None]]
        keras_scores = trained.keras_model.predict(inputs, verbose=0)[0]
        litert_scores = served.scores(data.middle()[row, ..., 0], data.geometry[row])
        assert np.abs(keras_scores - litert_scores).max() < 0.01
        assert abs(sum(litert_scores) - 1) < 1e-3


def test_training_learns_what_is_there_to_learn() -> None:
    data = features()
    trained = train(data, (Plan(20, 3, 8, 0),))
    served = ExpressionModel(Weights(trained.tflite, {}))
    said = [int(np.argmax(served.scores(data.middle()[row, ..., 0], data.geometry[row]))) for row in range(70)]
    assert np.mean(np.array(said) == data.labels[:70]) > 0.8


def test_the_same_seed_gives_the_same_model_and_another_does_not() -> None:
    data = features()
    inputs = [data.middle().astype(np.float32), data.geometry]

    def logits(seed: int) -> Floats:
        member = Member(data, np.arange(140), Plan(1, seed, 8, 0))
        return np.asarray(member.train().predict(inputs, verbose=0))

    first = logits(3)
    assert np.allclose(first, logits(3), atol=1e-4)
    assert not np.allclose(first, logits(4), atol=1e-2)


def test_an_interrupted_training_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after its second epoch of three, it must end with the weights of one that was never interrupted."""
    data, plan, rows = features(), Plan(3, 5, 8, 0), np.arange(140)
    whole = Member(data, rows, plan).train().get_weights()
    epoch = Member._one_epoch

    def pulled(self: Member, number: int) -> None:
        if number == 2:
            raise KeyboardInterrupt
        epoch(self, number)

    monkeypatch.setattr(Member, "_one_epoch", pulled)
    with pytest.raises(KeyboardInterrupt):
        Member(data, rows, plan, tmp_path / "member.npz").train()
    monkeypatch.setattr(Member, "_one_epoch", epoch)
    again = Member(data, rows, plan, tmp_path / "member.npz")
    resumed = again.train().get_weights()
    assert again.seconds > 0
    for ours, theirs in zip(resumed, whole, strict=True):
        # Dropout's own random numbers start anew: close, not equal.
        assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.9 or np.allclose(ours, theirs, atol=0.05)


def test_a_label_the_network_keeps_contradicting_moves_towards_what_it_sees() -> None:
    data = features()
    wrong = data.labels.copy()
    wrong[0] = (wrong[0] + 1) % len(EMOTIONS)
    member = Member(replace(data, labels=wrong), np.arange(140), Plan(20, 3, 8, 0))
    before = member.soft.copy()
    member.train()
    told, seen = wrong[0], data.labels[0]
    assert member.soft[0, told] < before[0, told]
    assert member.soft[0, seen] > before[0, seen]
    assert np.allclose(member.soft.sum(axis=1), 1, atol=1e-4)


def test_weights_bring_confidence_back_to_the_truth_and_ignore_a_member_that_guesses() -> None:
    random = np.random.default_rng(2)
    truth = random.normal(0, 1.5, (5_000, 7)).astype(np.float32)
    chances = np.exp(truth) / np.exp(truth).sum(1, keepdims=True)
    labels = np.array([random.choice(7, p=p / p.sum()) for p in chances])
    (alone,) = fit_weights((truth * 2)[None], labels)
    assert alone == pytest.approx(0.5, rel=0.1)
    noise = random.normal(0, 1.5, truth.shape).astype(np.float32)
    good, guess = fit_weights(np.stack([truth, noise]), labels)
    assert good == pytest.approx(1.0, rel=0.1)
    assert guess < 0.05


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
    assert card["weights"] == pytest.approx(first["weights"], rel=1e-3)
    assert card["training"] == first["training"]
    assert card["data"]["skipped"] == 1
    assert card["data"]["pictures"] == 40
    assert card["metrics"]["pictures"] == 6
    assert json.loads((out / "expression.json").read_text())["classes"] == list(EMOTIONS)
    assert "broken.jpg" in capsys.readouterr().err


def test_a_wrong_data_set_is_a_sentence_and_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nothing")]) == 2
    assert "not a folder" in capsys.readouterr().err


def test_a_member_that_goes_on_starts_where_the_one_before_it_ended() -> None:
    data, rows = features(), np.arange(140)
    first = Member(data, rows, Plan(3, 3, 8, 0))
    first.train()
    second = Member(data, rows, Plan(2, 3, 8, 0, goes_on=True), before=first)
    for ours, theirs in zip(second.model.get_weights(), first.model.get_weights(), strict=True):
        assert np.array_equal(ours, theirs)
    assert np.array_equal(second.soft, first.soft)
    second.train()
    assert not np.array_equal(second.soft, first.soft)
