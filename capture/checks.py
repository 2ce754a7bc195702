"""`manage.py check` says when no face can be read here."""

from typing import Any

from django.core import checks

from capture.model_problem import model_problem


@checks.register
def check_model(**_: Any) -> list[checks.CheckMessage]:
    """A warning, not an error: albums work without the model, and the page says that the camera does not."""
    problem = model_problem()
    if problem is None:
        return []
    hint = "The site runs, the camera does not. Restore mlmodels/weights or train: make train DATASET=…"
    return [checks.Warning(f"Faces can't be read: {problem}", hint=hint, id="capture.W001")]
