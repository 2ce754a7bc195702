"""What is said of a model that scored a set of labelled pictures."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mlmodels.emotions import EMOTIONS, HAPPY
from mlmodels.training.metrics import auc, binary, ece

THRESHOLD: Final = 0.5

Scores = Sequence[tuple[float, ...] | None]


def figures(labels: Sequence[str], scores: Scores, positive: str, unsure_below: float = 0.0) -> dict[str, Any]:
    """The figures from labels and seven scores a picture; None stands for a picture without a face.

    Every picture counts in accuracy, precision, recall and F1; AUC, ECE and the seven classes are over the faces found.
    """
    result = smile_figures(labels, [score[HAPPY] if score else None for score in scores], positive)
    if set(labels) == set(EMOTIONS):
        result |= _seven_classes(labels, scores, unsure_below)
    return result


def smile_figures(labels: Sequence[str], happy: Sequence[float | None], positive: str) -> dict[str, Any]:
    """The figures of one yes-or-no score a picture, 0–1 with the line at 0.5."""
    truth = np.array([label == positive for label in labels], dtype=bool)
    faces = np.array([score is not None for score in happy], dtype=bool)
    values = np.array([score or 0.0 for score in happy], dtype=float)
    result: dict[str, Any] = {**binary(values >= THRESHOLD, truth)}
    result["auc"] = auc(values[faces], truth[faces])
    result["ece"] = ece(values[faces], truth[faces])
    result["found"] = float(faces.mean()) if len(faces) else 0.0
    result["pictures"] = len(labels)
    return result


def _seven_classes(labels: Sequence[str], scores: Scores, unsure_below: float) -> dict[str, Any]:
    matrix = confusion(labels, scores)
    faces = [(score, label) for score, label in zip(scores, labels, strict=True) if score is not None]
    sure = [(score, label) for score, label in faces if max(score) >= unsure_below]
    pictures = {emotion: sum(label == emotion for label in labels) for emotion in EMOTIONS}
    return {
        "accuracy_by_class": {e: float(matrix[i, i]) / pictures[e] for i, e in enumerate(EMOTIONS)},
        "accuracy_seven": float(np.trace(matrix)) / max(1, len(faces)),
        "accuracy_seven_when_sure": sum(_said(s) == label for s, label in sure) / max(1, len(sure)),
        "unsure": 1 - len(sure) / max(1, len(faces)),
    }


def confusion(labels: Sequence[str], scores: Scores) -> npt.NDArray[np.int64]:
    """How often each class (row) was read as each class (column), over the faces found: int64 (7, 7)."""
    matrix = np.zeros((len(EMOTIONS), len(EMOTIONS)), np.int64)
    for label, score in zip(labels, scores, strict=True):
        if score is not None and label in EMOTIONS:
            matrix[EMOTIONS.index(label), int(np.argmax(score))] += 1
    return matrix


def _said(score: tuple[float, ...]) -> str:
    return EMOTIONS[int(np.argmax(score))]
