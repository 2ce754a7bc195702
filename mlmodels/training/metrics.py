"""Figures of a yes-or-no classifier."""

from typing import TypedDict

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Binary(TypedDict):
    """Figures at one threshold, over every picture; 0.0 where a ratio has nothing below the line."""

    accuracy: float
    precision: float
    recall: float
    f1: float


def binary(said: Bools, truth: Bools) -> Binary:
    """Accuracy, precision, recall and F1 of what was said against the truth, both bool (n,)."""
    hits = int((said & truth).sum())
    precision = hits / max(1, int(said.sum()))
    recall = hits / max(1, int(truth.sum()))
    total = precision + recall
    return Binary(
        accuracy=float((said == truth).mean()) if len(truth) else 0.0,
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / total if total else 0.0,
    )


def auc(scores: Floats, truth: Bools) -> float | None:
    """Area under the ROC curve by the rank-sum statistic (Hanley & McNeil, 1982); ties count half.
    None when only one kind of picture is there.
    """
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if not positives or not negatives:
        return None
    values, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    del values
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def ece(scores: Floats, truth: Bools, bins: int = 15) -> float | None:
    """Expected calibration error of P(positive), equal-width bins (Naeini et al., 2015; Guo et al., 2017)."""
    if not len(scores):
        return None
    places = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = (
        abs(scores[places == place].mean() - truth[places == place].mean()) * (places == place).mean()
        for place in np.unique(places)
    )
    return float(sum(gaps))
