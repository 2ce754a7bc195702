"""Train the members, calibrate them together, and export. Needs TensorFlow (`make train` brings it)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from mlmodels.emotions import EMOTIONS
from mlmodels.training.features import Features
from mlmodels.training.member import Floats, Member, Plan, Rows
from mlmodels.training.mirror import mirrored
from mlmodels.training.model import with_probabilities

HELD_OUT: Final = 0.05
"""Share of the training pictures that no member learns from: temperature and doubt are fitted on them."""
RIGHT: Final = 0.4
"""Share of right answers below which a word on the screen would mislead more than it tells."""
PREDICTED: Final = 256
"""Faces a batch when nothing is learned."""


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """The exported model and what was learned on the way.

    weights: of each member's logits; aside: how many pictures were held out; seconds: of training, without the time
    between an interruption and going on.
    """

    tflite: bytes
    weights: tuple[float, ...]
    unsure_below: float
    parameters: int
    aside: int
    seconds: float
    keras_model: Any


def train(features: Features, plans: Sequence[Plan], cache: Path | None = None) -> Trained:
    """Train one member a plan on all but HELD_OUT of the pictures, one that goes on in the place of the one before.

    With a `cache` it can be interrupted and goes on after the last whole epoch. Raises ValueError when there are too
    few pictures to hold any out.
    """
    order = np.random.default_rng(plans[0].seed).permutation(len(features.labels))
    held = max(1, round(HELD_OUT * len(order)))
    if len(order) - held < len(EMOTIONS):
        raise ValueError(f"only {len(order)} faces found: too few to train on")
    aside, chosen = order[:held], order[held:]
    members: list[Any] = []
    logits: list[Floats] = []
    seconds = 0.0
    member: Member | None = None
    for place, plan in enumerate(plans):
        checkpoint = cache / f"member-{_fingerprint(features, plans[: place + 1])}.npz" if cache else None
        member = Member(features, chosen, plan, checkpoint, before=member)
        if plan.goes_on and members:  # what it goes on from has no say of its own
            members.pop()
            logits.pop()
        members.append(member.train())
        logits.append(_logits(members[-1], features, aside))
        seconds += member.seconds
    labels = features.labels[aside]
    weights = fit_weights(np.stack(logits), labels)
    exported = with_probabilities(members, weights)
    return Trained(
        tflite=to_tflite(exported),
        weights=weights,
        unsure_below=fit_unsure(softmax(np.tensordot(weights, np.stack(logits), 1)), labels),
        parameters=sum(model.count_params() for model in members),
        aside=len(aside),
        seconds=seconds,
        keras_model=exported,
    )


def _logits(model: Any, features: Features, rows: Rows) -> Floats:
    """A member's logits on faces and their mirror images, averaged, as the exported model takes them."""
    geometry = features.geometry[rows]
    crops = features.middle()[rows].astype(np.float32)
    turned = np.stack([mirrored(points) for points in geometry])
    straight = model.predict([crops, geometry], batch_size=PREDICTED, verbose=0)
    return np.asarray((straight + model.predict([crops[:, :, ::-1], turned], batch_size=PREDICTED, verbose=0)) / 2)


def _fingerprint(features: Features, plans: Sequence[Plan]) -> str:
    """Names what a checkpoint belongs to: the same pictures, the same plan, after the same plans."""
    digest = hashlib.sha256(repr(tuple(plans)).encode())
    for array in (features.crops, features.labels):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:16]


def softmax(logits: Floats) -> Floats:
    """Probabilities of logits, float (n, classes)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def fit_weights(logits: Floats, labels: npt.NDArray[np.int64], steps: int = 2000) -> tuple[float, ...]:
    """The weight of each member's logits, (members, n, classes), at which the labels are most likely: temperature
    scaling (Guo et al., 2017, On Calibration of Modern Networks), a temperature a member. The loss is convex in the
    weights; it is brought down by gradient steps, and no weight goes below 0.
    """
    truth = np.eye(logits.shape[2])[labels]
    scale = float(np.mean(np.square(logits))) + 1e-6
    weights = np.full(len(logits), 1 / len(logits))
    for _ in range(steps):
        error = softmax(np.tensordot(weights, logits, 1)) - truth
        weights = np.maximum(0, weights - np.einsum("nc,mnc->m", error, logits) / len(labels) / scale / len(logits))
    return tuple(float(weight) for weight in weights)


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
