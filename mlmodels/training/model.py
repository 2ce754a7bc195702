"""The network: a residual CNN on the crop beside a perceptron on the landmarks, joined before the logits."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from mlmodels.emotions import EMOTIONS
from mlmodels.expression_input import CROP, GEOMETRY
from mlmodels.training.mirror import MIRROR


@keras.saving.register_keras_serializable("happythings")
class StandardizeCrop(layers.Layer):  # type: ignore[misc]
    """Grey levels of each crop to mean 0 and deviation 1: a dim room and a bright one look alike."""

    def call(self, crops: Any) -> Any:
        """Crops (batch, 64, 64, 1)."""
        mean = ops.mean(crops, axis=(1, 2, 3), keepdims=True)
        variance = ops.mean(ops.square(crops - mean), axis=(1, 2, 3), keepdims=True)
        return (crops - mean) / ops.sqrt(variance + 25.0)


@keras.saving.register_keras_serializable("happythings")
class StandardizeGeometry(layers.Layer):  # type: ignore[misc]
    """Landmarks less their mean over the training set, over their deviation; both are set before training."""

    def build(self, shape: Any) -> None:  # noqa: ARG002 - Keras hands it in
        """Make the two weights."""
        self.mean = self.add_weight(shape=(GEOMETRY,), initializer="zeros", trainable=False, name="mean")
        self.scale = self.add_weight(shape=(GEOMETRY,), initializer="ones", trainable=False, name="scale")

    def call(self, points: Any) -> Any:
        """Points (batch, 936)."""
        return (points - self.mean) * self.scale


@keras.saving.register_keras_serializable("happythings")
class WithMirror(layers.Layer):  # type: ignore[misc]
    """A face and its mirror image as a batch of two: an expression is the same in both, a network's errors are not."""

    def call(self, crop: Any, geometry: Any) -> tuple[Any, Any]:
        """Crop (1, 64, 64, 1) and geometry (1, 936) → (2, 64, 64, 1) and (2, 936)."""
        order = np.stack([2 * MIRROR, 2 * MIRROR + 1], axis=1).reshape(-1)
        sign = np.tile(np.array([-1.0, 1.0], np.float32), len(MIRROR))
        mirrored = ops.take(geometry, order, axis=1) * sign
        return ops.concatenate([crop, ops.flip(crop, axis=2)], 0), ops.concatenate([geometry, mirrored], 0)


def build_model(width: int, depth: int) -> Any:
    """Inputs `crop` (64, 64, 1), grey levels 0–255, and `geometry` (936,); output: seven logits.

    width: channels of the first stage; the next have 2, 4 and 6 times as many. depth: residual blocks (He et al., 2016)
    in each of the two middle stages.
    """
    crop = keras.Input((CROP, CROP, 1), name="crop")
    geometry = keras.Input((GEOMETRY,), name="geometry")
    x = StandardizeCrop()(crop)
    x = _block(x, width, stride=2)
    x = _block(x, width)
    for channels in (2 * width, 4 * width):
        x = _block(x, channels, stride=2)
        for _ in range(depth):
            x = _residual(x, channels)
    x = _block(x, 6 * width, stride=2)
    return keras.Model([crop, geometry], _logits(x, geometry))


def _logits(x: Any, geometry: Any, dropout: float = 0.4) -> Any:
    """Pooled feature maps and landmarks, joined."""
    x = layers.GlobalAveragePooling2D()(x)
    y = StandardizeGeometry(name="standardize_geometry")(geometry)
    y = layers.Dropout(0.2)(y)
    y = layers.Dense(96, use_bias=False)(y)
    y = layers.Activation("relu")(layers.BatchNormalization()(y))
    y = layers.Dropout(dropout)(y)
    y = layers.Dense(48, activation="relu")(y)
    joined = layers.Dropout(dropout)(layers.Concatenate()([x, y]))
    return layers.Dense(len(EMOTIONS), name="logits")(joined)


def with_probabilities(members: Sequence[Any], weights: Sequence[float]) -> Any:
    """The model to export, for one face at a time: each member sees the face and its mirror image and gives the mean of
    both logits; these are weighted and added, and their softmax are the probabilities.
    """
    crop = keras.Input(batch_shape=(1, CROP, CROP, 1), name="crop")
    geometry = keras.Input(batch_shape=(1, GEOMETRY), name="geometry")
    both = list(WithMirror()(crop, geometry))
    logits = [ops.mean(member(both), axis=0, keepdims=True) for member in members]
    scaled = [layers.Rescaling(float(weight))(given) for weight, given in zip(weights, logits, strict=True)]
    total = layers.Add()(scaled) if len(scaled) > 1 else scaled[0]
    return keras.Model([crop, geometry], layers.Softmax(name="probabilities")(total))


def _block(x: Any, filters: int, stride: int = 1) -> Any:
    x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    return layers.Activation("relu")(layers.BatchNormalization()(x))


def _residual(x: Any, filters: int) -> Any:
    y = _block(x, filters)
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same", use_bias=False)(y))
    return layers.Activation("relu")(layers.Add()([x, y]))
