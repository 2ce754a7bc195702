"""The model card's pictures."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from mlmodels.decode import Pixels
from mlmodels.emotions import EMOTIONS, HAPPY
from mlmodels.reading import FaceReading
from mlmodels.training.figures import confusion

if TYPE_CHECKING:
    from mlmodels.training.evaluate import Answers

OURS, OTHERS, GREY = "#c2410c", ("#2563eb", "#0f766e", "#7c3aed", "#4b5563"), "#9ca3af"
DPI = 110
BINS = 15


def roc(path: Path, answers: "Answers", positive: str, titles: Mapping[str, str]) -> None:
    """True positives against false ones; a picture without a face scores 0."""
    truth = np.array([label == positive for label in answers.labels])
    figure, axes = _square()
    ours = np.array([score[HAPPY] if score else 0.0 for score in answers.scores])
    axes.plot(*_curve(ours, truth), color=OURS, label="this model", linewidth=2)
    for color, (name, scores) in zip(OTHERS, answers.rivals.items(), strict=False):
        axes.plot(*_curve(np.array([s or 0.0 for s in scores]), truth), color=color, label=titles.get(name, name))
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":")
    axes.set(xlabel="false positive rate", ylabel="true positive rate", title=f"{positive} against the rest")
    axes.legend(fontsize=7, loc="lower right")
    _save(figure, path)


def _curve(scores: Any, truth: Any) -> tuple[Any, Any]:
    order = np.argsort(-scores, kind="stable")
    hits, last = truth[order], np.append(np.diff(scores[order]) != 0, True)
    true, false = np.cumsum(hits)[last], np.cumsum(~hits)[last]
    return np.append(0, false / max(1, false[-1])), np.append(0, true / max(1, true[-1]))


def reliability(path: Path, answers: "Answers", positive: str) -> None:
    """How often it was so, by what was said, over the faces found."""
    pairs = [(s[HAPPY], label == positive) for s, label in zip(answers.scores, answers.labels, strict=True) if s]
    said, truth = (np.array(column) for column in zip(*pairs, strict=True))
    places = np.minimum((said * BINS).astype(int), BINS - 1)
    there = np.unique(places)
    figure, axes = _square()
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":")
    axes.plot([said[places == p].mean() for p in there], [truth[places == p].mean() for p in there], "o-", color=OURS)
    axes.set(xlabel=f"P({positive}) that was said", ylabel=f"share labelled {positive}", title="reliability")
    _save(figure, path)


def confusions(path: Path, answers: "Answers") -> None:
    """Shares of each class that were read as each class."""
    matrix = confusion(answers.labels, answers.scores).astype(float)
    matrix /= np.maximum(1, matrix.sum(1, keepdims=True))
    figure, axes = plt.subplots(figsize=(5.2, 4.6))
    axes.imshow(matrix, cmap="Oranges", vmin=0, vmax=1)
    for row in range(len(EMOTIONS)):
        for column in range(len(EMOTIONS)):
            value = matrix[row, column]
            color = "white" if value > 0.6 else "black"
            axes.text(column, row, f"{value:.2f}", ha="center", va="center", fontsize=8, color=color)
    axes.set_xticks(range(len(EMOTIONS)), EMOTIONS, rotation=40, ha="right")
    axes.set_yticks(range(len(EMOTIONS)), EMOTIONS)
    axes.set(xlabel="read as", ylabel="labelled")
    _save(figure, path)


def examples(path: Path, scored: Sequence[tuple[str, Pixels, FaceReading | None]], columns: int = 5) -> None:
    """The example portraits, from the least happy to the happiest."""
    ordered = sorted(scored, key=lambda item: item[2].happy if item[2] else -1.0)
    rows = -(-len(ordered) // columns)
    figure, grid = plt.subplots(rows, columns, figsize=(1.7 * columns, 2.1 * rows), squeeze=False)
    for axes in grid.flat:
        axes.axis("off")
    for axes, (caption, picture, face) in zip(grid.flat, ordered, strict=False):
        axes.imshow(picture)
        said = f"{face.happy:.2f} · {face.emotion}" if face else "no face"
        axes.set_title(f"{caption}\n{said}", fontsize=7)
    _save(figure, path)


def _square() -> tuple[Any, Any]:
    figure, axes = plt.subplots(figsize=(4.6, 4.4))
    axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    axes.grid(alpha=0.25)
    return figure, axes


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=DPI)
    plt.close(figure)
