"""Train the network, calibrate it, and export it. Needs TensorFlow (`make train` brings it)."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from mlmodels.emotions import EMOTIONS
from mlmodels.mirror import mirrored
from mlmodels.training.features import Features
from mlmodels.training.model import calibrated
from mlmodels.training.phase import Floats, Phase, Plan, Rows

HELD_OUT: Final = 0.05
"""Share of the training pictures that are not learned from: temperature and doubt are fitted on them."""
RIGHT: Final = 0.4
"""Share of right answers below which a word on the screen would mislead more than it tells."""
PREDICTED: Final = 256
"""Faces a batch when nothing is learned."""


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """The exported model and what was learned on the way.

    aside: how many pictures were held out; seconds: of training, without the time between an interruption and going on.
    """

    tflite: bytes
    temperature: float
    unsure_below: float
    parameters: int
    aside: int
    seconds: float
    keras_model: Any


def train(features: Features, plan: Plan, cache: Path | None = None) -> Trained:
    """Train on all but HELD_OUT of the pictures. With a `cache` it can be interrupted and goes on after the last whole
    epoch. Raises ValueError when there are too few pictures to hold any out.
    """
    order = np.random.default_rng(plan.seed).permutation(len(features.labels))
    held = max(1, round(HELD_OUT * len(order)))
    if len(order) - held < len(EMOTIONS):
        raise ValueError(f"only {len(order)} faces found: too few to train on")
    aside, chosen = order[:held], order[held:]
    phase: Phase | None = None
    seconds = 0.0
    for number in range(len(plan.epochs)):
        checkpoint = cache / f"phase-{_fingerprint(features, plan, number)}.npz" if cache else None
        phase = Phase(features, chosen, plan, before=phase, checkpoint=checkpoint)
        phase.train()
        seconds += phase.seconds
    if phase is None:
        raise ValueError("a plan without epochs")
    logits, labels = _logits(phase.model, features, aside), features.labels[aside]
    temperature = fit_temperature(logits, labels)
    exported = calibrated(phase.model, temperature)
    return Trained(
        tflite=to_tflite(exported),
        temperature=temperature,
        unsure_below=fit_unsure(softmax(logits / temperature), labels),
        parameters=phase.model.count_params(),
        aside=len(aside),
        seconds=seconds,
        keras_model=exported,
    )


def _logits(model: Any, features: Features, rows: Rows) -> Floats:
    """The logits of faces and of their mirror images, averaged, as single pictures are read."""
    geometry = features.geometry[rows]
    crops = features.middle()[rows].astype(np.float32)
    turned = np.stack([mirrored(points) for points in geometry])
    straight = model.predict([crops, geometry], batch_size=PREDICTED, verbose=0)
    return np.asarray((straight + model.predict([crops[:, :, ::-1], turned], batch_size=PREDICTED, verbose=0)) / 2)


def _fingerprint(features: Features, plan: Plan, number: int) -> str:
    """Names what a phase's checkpoint belongs to: the same pictures, and the same plan up to that phase."""
    digest = hashlib.sha256(repr((plan.epochs[: number + 1], plan.seed, plan.width, plan.depth)).encode())
    for array in (features.crops, features.labels):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:16]


def softmax(logits: Floats) -> Floats:
    """Probabilities of logits, float (n, classes)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def fit_temperature(logits: Floats, labels: npt.NDArray[np.int64]) -> float:
    """The temperature of the least negative log-likelihood (Guo et al., 2017, On Calibration of Modern Networks)."""
    candidates = np.geomspace(0.3, 3.0, 93)
    rows = np.arange(len(labels))

    def surprise(candidate: float) -> float:
        return float(-np.log(softmax(logits / candidate)[rows, labels] + 1e-12).mean())

    return float(min(candidates, key=surprise))


def fit_unsure(scores: Floats, labels: npt.NDArray[np.int64], steps: int = 60) -> float:
    """The highest confidence up to which less than RIGHT of the answers are right: below it, "unsure" is the honest
    word. Looked for between 1/7 and 0.75 by the answers within ±0.05 of each candidate; 0.0 when even the least
    confident answers are right often enough.
    """
    confidence, right = scores.max(axis=1), scores.argmax(axis=1) == labels
    doubtful = 0.0
    for candidate in np.linspace(1 / len(EMOTIONS), 0.75, steps):
        near = abs(confidence - candidate) <= 0.05
        if near.sum() >= 20 and right[near].mean() <= RIGHT:
            doubtful = float(candidate)
    return doubtful


def to_tflite(model: Any) -> bytes:
    """The model for LiteRT with 8-bit weights and activations quantised as they come (dynamic range): half the size of
    16-bit floats and a fifth of their time on a CPU with 8-bit dot products; `make test-train` holds it to Keras."""
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    return bytes(converter.convert())
