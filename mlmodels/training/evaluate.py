"""Measure the expression model on any folder of class folders.

    python -m mlmodels.training.evaluate FOLDER --positive happy [--split validation] [--json]

A picture without a face counts as not positive; AUC and ECE are over the faces found.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from mlmodels.analyzer import Analyzer
from mlmodels.emotions import EMOTIONS, HAPPY
from mlmodels.errors import ImageRejectedError, ModelUnavailableError
from mlmodels.training.dataset import DatasetError, Sample, Skipped, samples
from mlmodels.training.metrics import auc, binary, ece
from mlmodels.weights import DEFAULT_DIR, load_weights

THRESHOLD = 0.5


def evaluate(found: Sequence[Sample], positive: str, analyzer: Analyzer, skipped: Skipped) -> dict[str, Any]:
    """Figures over every readable picture of `found`; the class `positive` is the one to be told apart by P(happy)."""
    labels: list[str] = []
    scores: list[tuple[float, ...] | None] = []
    for sample in tqdm(found, desc="pictures", unit="picture", file=sys.stderr):
        try:
            reading = analyzer.read_picture(sample.read())
        except ImageRejectedError as error:
            skipped.add(sample.name, error.code)
            continue
        labels.append(sample.label)
        scores.append(reading.face.scores if reading.face else None)
    return figures(labels, scores, positive) | {"skipped": len(skipped)}


def figures(labels: Sequence[str], scores: Sequence[tuple[float, ...] | None], positive: str) -> dict[str, Any]:
    """The figures from labels and scores; None stands for a picture without a face."""
    truth = np.array([label == positive for label in labels], dtype=bool)
    happy = np.array([score[HAPPY] if score else 0.0 for score in scores])
    faces = np.array([score is not None for score in scores], dtype=bool)
    result: dict[str, Any] = {**binary(happy >= THRESHOLD, truth)}
    result["auc"] = auc(happy[faces], truth[faces])
    result["ece"] = ece(happy[faces], truth[faces])
    result["found"] = float(faces.mean()) if len(faces) else 0.0
    result["pictures"] = len(labels)
    if set(labels) == set(EMOTIONS):
        said = [EMOTIONS[int(np.argmax(score))] if score else None for score in scores]
        result["accuracy_by_class"] = {
            emotion: float(np.mean([s == emotion for s, label in zip(said, labels, strict=True) if label == emotion]))
            for emotion in EMOTIONS
        }
        result["accuracy_seven"] = float(
            np.mean([s == label for s, label in zip(said, labels, strict=True) if s is not None])
        )
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 0 when figures were printed, 2 with a sentence on standard error otherwise."""
    parser = argparse.ArgumentParser(prog="python -m mlmodels.training.evaluate", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of class folders, a zip of one, or fer2013.csv")
    parser.add_argument("--positive", default="happy", help="the class to be told apart (default: happy)")
    parser.add_argument("--split", choices=["train", "validation"], help="only this half, where there are halves")
    parser.add_argument("--weights", type=Path, default=DEFAULT_DIR, help="another folder of weights")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    options = parser.parse_args(arguments)
    skipped = Skipped()
    try:
        found = samples(options.folder, options.split, skipped)
        if options.positive.lower() not in {sample.label for sample in found}:
            raise DatasetError(f"{options.folder}: no class folder named {options.positive}")  # noqa: TRY301
        result = evaluate(found, options.positive.lower(), Analyzer(load_weights(options.weights)), skipped)
    except (DatasetError, ModelUnavailableError, OSError) as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 2
    for line in skipped.names[:20]:
        print(f"skipped {line}", file=sys.stderr)
    if len(skipped) > 20:
        print(f"… and {len(skipped) - 20} more", file=sys.stderr)
    print(json.dumps(result) if options.json else _table(result))
    return 0


def _table(result: dict[str, Any]) -> str:
    rows = {k: v for k, v in result.items() if k != "accuracy_by_class"}
    rows |= {f"accuracy of {k}": v for k, v in result.get("accuracy_by_class", {}).items()}
    return "\n".join(
        f"{name:24} {value:.4f}" if isinstance(value, float) else f"{name:24} {value}" for name, value in rows.items()
    )


if __name__ == "__main__":
    sys.exit(main())
