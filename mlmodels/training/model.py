"""The network: a residual CNN on the crop beside a perceptron on the landmarks, joined before the logits."""

from typing import Any

import keras
from keras import layers, ops

from mlmodels.emotions import EMOTIONS
from mlmodels.expression_input import CROP, GEOMETRY


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


def calibrated(model: Any, temperature: float) -> Any:
    """The model to export, for one face at a time: its logits over a temperature (Guo et al., 2017)."""
    crop = keras.Input(batch_shape=(1, CROP, CROP, 1), name="crop")
    geometry = keras.Input(batch_shape=(1, GEOMETRY), name="geometry")
    return keras.Model([crop, geometry], layers.Rescaling(1 / temperature)(model([crop, geometry])))


def _block(x: Any, filters: int, stride: int = 1) -> Any:
    x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    return layers.Activation("relu")(layers.BatchNormalization()(x))


def _residual(x: Any, filters: int) -> Any:
    y = _block(x, filters)
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same", use_bias=False)(y))
    return layers.Activation("relu")(layers.Add()([x, y]))
