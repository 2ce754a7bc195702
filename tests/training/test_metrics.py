"""Figures whose right answers are known."""

import numpy as np
import numpy.typing as npt
import pytest

from mlmodels.training.metrics import auc, binary, ece


def bools(text: str) -> npt.NDArray[np.bool_]:
    return np.array([c == "1" for c in text], dtype=bool)


def test_binary_figures_of_a_small_case() -> None:
    figures = binary(bools("11100000"), bools("11010000"))
    assert figures == pytest.approx({"accuracy": 6 / 8, "precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3})


def test_binary_figures_without_positives_are_zero_not_an_error() -> None:
    assert binary(bools("000"), bools("000")) == {"accuracy": 1.0, "precision": 0.0, "recall": 0.0, "f1": 0.0}


def test_auc_counts_pairs_in_the_right_order_and_ties_as_half() -> None:
    assert auc(np.array([0.1, 0.4, 0.35, 0.8]), bools("0011")) == 0.75
    assert auc(np.array([0.5, 0.5]), bools("01")) == 0.5
    assert auc(np.array([0.2, 0.9]), bools("01")) == 1.0
    assert auc(np.array([0.2, 0.9]), bools("11")) is None


def test_calibration_error_is_the_gap_between_saying_and_being() -> None:
    assert ece(np.full(100, 0.8), np.arange(100) < 80) == pytest.approx(0.0)
    assert ece(np.full(100, 0.8), np.arange(100) < 30) == pytest.approx(0.5)
    assert ece(np.array([]), bools("")) is None
