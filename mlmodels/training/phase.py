"""One phase of the training: its epochs, its average over time, its doubts about labels, and its checkpoints."""

import math
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf
from tqdm import tqdm

from mlmodels.emotions import EMOTIONS
from mlmodels.training.augment import augment
from mlmodels.training.features import Features
from mlmodels.training.model import build_model

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

BATCH: Final = 128
RATE: Final = 2e-3
DECAY: Final = 0.05
SMOOTHING: Final = 0.1
"""Label smoothing (Szegedy et al., 2016)."""
AVERAGE: Final = 0.998
"""Decay, by step, of the running average of the weights, which is what is kept (Polyak & Juditsky, 1992)."""
TRUST: Final = 0.97
"""Each epoch a label keeps this much of itself and takes the rest from what the network says of its picture
(self-adaptive training, Huang et al., 2020): FER2013's labels are often wrong."""
TRUSTING: Final = 0.3
"""Share of the first phase's epochs in which the labels are believed as they are: a young network knows no better."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the network is trained.

    epochs: of each phase. Every phase but the first starts from the weights and the labels that the one before it ended
    with, at half the rate (warm restarts, Loshchilov & Hutter, 2017), and its pictures are changed half as much.
    width, depth: of the network (see `mlmodels.training.model.build_model`).
    """

    epochs: tuple[int, ...]
    seed: int
    width: int = 24
    depth: int = 2


class Phase:
    """Trained on the rows `chosen` of `features`, after the phase `before`. With a checkpoint of the same plan it goes
    on where that one ended.

    `soft` are the labels as they are believed by now, float32 (n, 7); `seconds` is the time its epochs took, those
    before an interruption included.
    """

    def __init__(
        self,
        features: Features,
        chosen: Rows,
        plan: Plan,
        *,
        before: "Phase | None" = None,
        checkpoint: Path | None = None,
    ) -> None:
        keras.utils.set_random_seed(plan.seed)
        self._features, self._chosen, self._checkpoint = features, chosen, checkpoint
        self.number: int = before.number + 1 if before else 0
        self._seed, self._epochs = plan.seed, plan.epochs[self.number]
        self._later = before is not None
        self.model = build_model(plan.width, plan.depth)
        geometry = features.geometry[chosen]
        self.model.get_layer("standardize_geometry").set_weights([geometry.mean(0), 1 / (geometry.std(0) + 1e-3)])
        batches = math.ceil(len(chosen) / BATCH)
        steps = self._epochs * batches
        top = RATE / 2 if self._later else RATE
        rate = keras.optimizers.schedules.CosineDecay(0.0, steps, warmup_target=top, warmup_steps=max(1, steps // 20))
        self._optimizer = keras.optimizers.AdamW(rate, weight_decay=DECAY, global_clipnorm=1.0)
        self._optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
        self._optimizer.build(self.model.trainable_variables)
        self.soft = _smoothed(features.labels)
        if before is not None:
            self.model.set_weights(before.model.get_weights())
            self.soft = before.soft.copy()
        self._average = [tf.Variable(weight, trainable=False) for weight in self.model.weights]
        self._done, self.seconds = 0, 0.0
        self._step = tf.function(self._one_step, reduce_retracing=True)

    def train(self) -> Any:
        """All epochs that are left; the model with its averaged weights."""
        self._resume()
        for epoch in range(self._done, self._epochs):
            began = time.monotonic()
            self._one_epoch(epoch)
            self._done = epoch + 1
            self.seconds += time.monotonic() - began
            self._save()
        for weight, average in zip(self.model.weights, self._average, strict=True):
            weight.assign(average)
        return self.model

    def _one_epoch(self, epoch: int) -> None:
        # Seeded by epoch: a training that was interrupted goes on as it would have gone.
        random = np.random.default_rng((self._seed, self.number, epoch))
        order = random.permutation(self._chosen)
        losses = []
        count = math.ceil(len(order) / BATCH)
        title = f"phase {self.number + 1}, epoch {epoch + 1} of {self._epochs}"
        doubting = self._later or epoch >= TRUSTING * self._epochs
        strength = 0.5 if self._later else 1.0
        with tqdm(total=count, desc=title, unit="batch") as bar:
            for rows, crops, geometry in _ahead(_batches(self._features, order, random, strength)):
                loss, said = self._step(crops, geometry, self.soft[rows])
                if doubting:
                    self.soft[rows] = TRUST * self.soft[rows] + (1 - TRUST) * said.numpy()
                losses.append(float(loss))
                bar.update()
            bar.set_postfix(loss=f"{np.mean(losses):.3f}")

    def _one_step(self, crops: Any, geometry: Any, targets: Any) -> tuple[Any, Any]:
        with tf.GradientTape() as tape:
            logits = self.model([tf.cast(crops, tf.float32), geometry], training=True)
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(targets, logits))
        gradients = tape.gradient(loss, self.model.trainable_variables)
        self._optimizer.apply_gradients(zip(gradients, self.model.trainable_variables, strict=True))
        steps = tf.cast(self._optimizer.iterations, tf.float32)
        keep = tf.minimum(AVERAGE, (1 + steps) / (10 + steps))
        for average, weight in zip(self._average, self.model.weights, strict=True):
            average.assign(keep * average + (1 - keep) * weight)
        return loss, tf.nn.softmax(logits)

    def _save(self) -> None:
        if self._checkpoint is None:
            return
        self._checkpoint.parent.mkdir(parents=True, exist_ok=True)
        scratch = self._checkpoint.with_suffix(".tmp.npz")
        state = {f"state{place}": array for place, array in enumerate(self._state())}
        np.savez(scratch, done=self._done, seconds=self.seconds, soft=self.soft, **state)
        scratch.replace(self._checkpoint)

    def _resume(self) -> None:
        if self._checkpoint is None or not self._checkpoint.is_file():
            return
        with np.load(self._checkpoint) as arrays:
            for place, variable in enumerate(self._variables()):
                variable.assign(arrays[f"state{place}"])
            self.soft, self._done = arrays["soft"], int(arrays["done"])
            self.seconds = float(arrays["seconds"])

    def _variables(self) -> list[Any]:
        """Everything that the next epoch depends on, the dropouts' random states too."""
        return [*self.model.variables, *self._average, *self._optimizer.variables]

    def _state(self) -> list[Any]:
        return [np.asarray(variable) for variable in self._variables()]


def _smoothed(labels: Rows) -> Floats:
    classes = len(EMOTIONS)
    return np.asarray(np.eye(classes)[labels] * (1 - SMOOTHING) + SMOOTHING / classes, np.float32)


def _batches(
    features: Features, order: Rows, random: np.random.Generator, strength: float
) -> Iterator[tuple[Rows, npt.NDArray[np.uint8], Floats]]:
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        changed = [augment(features.crops[row], features.geometry[row], random, strength) for row in rows]
        yield rows, np.stack([crop for crop, _ in changed])[..., None], np.stack([points for _, points in changed])


def _ahead(items: Iterator[Any], most: int = 4) -> Iterator[Any]:
    """The same items, made on a thread of their own while the network works."""
    made: queue.Queue[Any] = queue.Queue(most)
    end = object()

    def make() -> None:
        try:
            for item in items:
                made.put(item)
            made.put(end)
        except BaseException as error:  # noqa: BLE001 - raised again where it can be seen
            made.put(error)

    threading.Thread(target=make, daemon=True).start()
    while (item := made.get()) is not end:
        if isinstance(item, BaseException):
            raise item
        yield item
