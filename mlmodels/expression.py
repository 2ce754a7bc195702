"""Our own trained model: an aligned crop and the landmarks in, seven probabilities out."""

from collections.abc import Sequence

import numpy as np

from mlmodels.decode import Pixels
from mlmodels.emotions import EMOTIONS
from mlmodels.errors import ModelUnavailableError
from mlmodels.expression_input import CROP, GEOMETRY, View
from mlmodels.library import open_interpreter
from mlmodels.reading import FloatArray
from mlmodels.weights import Weights


class ExpressionModel:
    """One interpreter; it belongs to the thread that made it."""

    def __init__(self, weights: Weights) -> None:
        try:
            self._interpreter = open_interpreter(weights.model)
            inputs = {
                int(np.prod(detail["shape"])): detail["index"] for detail in self._interpreter.get_input_details()
            }
            self._crop, self._geometry = inputs[CROP * CROP], inputs[GEOMETRY]
            (output,) = self._interpreter.get_output_details()
            self._output = {int(np.prod(output["shape"])): output["index"]}[len(EMOTIONS)]
        except (ValueError, KeyError, RuntimeError) as error:
            raise ModelUnavailableError("expression.tflite is not a model of this format") from error

    def scores(self, views: Sequence[View]) -> tuple[float, ...]:
        """Seven probabilities in the order of EMOTIONS: the softmax of the mean of the logits for all `views`."""
        logits = [self._logits(*view) for view in views]
        powers = np.exp(np.mean(logits, axis=0) - np.max(logits))
        scores = powers / powers.sum()
        if not np.isfinite(scores).all():
            raise ModelUnavailableError("expression.tflite gave no numbers")
        return tuple(scores.tolist())

    def _logits(self, crop: Pixels, geometry: FloatArray) -> FloatArray:
        """Over the temperature already, float32 (7,). crop: uint8 (64, 64); geometry: float32 (936,)."""
        self._interpreter.tensor(self._crop)()[...] = crop.reshape(1, CROP, CROP, 1)
        self._interpreter.tensor(self._geometry)()[...] = geometry
        self._interpreter.invoke()
        return np.asarray(self._interpreter.get_tensor(self._output).reshape(-1), np.float32)
