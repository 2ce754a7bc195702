"""Train, calibrate and export. Needs TensorFlow (`make train` brings it)."""

import math
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from mlmodels.emotions import EMOTIONS
from mlmodels.training.augment import augment
from mlmodels.training.features import Features
from mlmodels.training.model import build_model, with_probabilities

BATCH = 128
HELD_OUT = 0.05
"""Share of the training pictures kept aside: the temperature is fitted on them."""


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """The exported model and what was learned on the way."""

    tflite: bytes
    temperature: float
    parameters: int
    keras_model: Any


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """Augmented batches, in another order each epoch, the same for the same seed."""

    def __init__(self, features: Features, chosen: npt.NDArray[np.int64], seed: int) -> None:
        super().__init__()
        self._features, self._chosen, self._random = features, chosen, np.random.default_rng(seed)
        self.on_epoch_end()

    def __len__(self) -> int:
        return math.ceil(len(self._chosen) / BATCH)

    def __getitem__(self, number: int) -> tuple[dict[str, Any], Any]:
        rows = self._order[number * BATCH : (number + 1) * BATCH]
        crops = np.stack([augment(self._features.crops[row], self._random) for row in rows])
        geometry = self._features.geometry[rows]
        geometry = geometry + self._random.normal(0, 0.004, geometry.shape).astype(np.float32)
        labels = np.eye(len(EMOTIONS), dtype=np.float32)[self._features.labels[rows]]
        return {"crop": crops[..., None].astype(np.float32), "geometry": geometry}, labels

    def on_epoch_end(self) -> None:
        """Shuffle."""
        self._order = self._random.permutation(self._chosen)


def train(features: Features, epochs: int, seed: int) -> Trained:
    """Train on all but HELD_OUT of the pictures. Raises ValueError when there are too few to hold any out."""
    keras.utils.set_random_seed(seed)
    order = np.random.default_rng(seed).permutation(len(features.labels))
    held = max(1, round(HELD_OUT * len(order)))
    if len(order) - held < len(EMOTIONS):
        raise ValueError(f"only {len(order)} faces found: too few to train on")
    aside, chosen = order[:held], order[held:]
    model = build_model()
    mean, deviation = features.geometry[chosen].mean(0), features.geometry[chosen].std(0)
    model.get_layer("standardize_geometry").set_weights([mean, 1 / (deviation + 1e-3)])
    steps = epochs * math.ceil(len(chosen) / BATCH)
    rate = keras.optimizers.schedules.CosineDecay(0.0, steps, warmup_target=2e-3, warmup_steps=max(1, steps // 20))
    model.compile(
        keras.optimizers.AdamW(rate, weight_decay=2e-3),
        keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1),
        metrics=["accuracy"],
    )
    inputs = {"crop": features.crops[aside][..., None].astype(np.float32), "geometry": features.geometry[aside]}
    truth = np.eye(len(EMOTIONS), dtype=np.float32)[features.labels[aside]]
    model.fit(Batches(features, chosen, seed), epochs=epochs, validation_data=(inputs, truth), verbose=2)
    temperature = fit_temperature(model.predict(inputs, verbose=0), features.labels[aside])
    exported = with_probabilities(model, temperature)
    return Trained(to_tflite(exported), temperature, model.count_params(), exported)


def fit_temperature(logits: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> float:
    """The temperature of the least negative log-likelihood (Guo et al., 2017, On Calibration of Modern Networks)."""
    candidates = np.geomspace(0.3, 3.0, 93)
    return float(min(candidates, key=lambda temperature: _loss(logits / temperature, labels)))


def _loss(logits: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_likelihood = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-log_likelihood[np.arange(len(labels)), labels].mean())


def to_tflite(model: Any) -> bytes:
    """The model for LiteRT with 8-bit weights and activations quantised as they come (dynamic range): half the size of
    16-bit floats and a fifth of their time on a CPU with 8-bit dot products; `make test-train` holds it to Keras."""
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    return bytes(converter.convert())
