"""Whether faces can be read here. Imports none of the models' libraries: every command and every camera page asks."""

from django.conf import settings

from mlmodels.errors import ModelUnavailableError
from mlmodels.library import bundled_model
from mlmodels.weights import load_weights


def model_problem() -> str | None:
    """Why no face can be read here, in one sentence, or None when all is well. Reads the weights anew each time."""
    try:
        bundled_model("face_landmark/face_landmark.tflite")
        load_weights(settings.EXPRESSION_WEIGHTS_DIR)
    except ModelUnavailableError as error:
        return str(error)
    return None
