"""Train the expression model.

    python -m mlmodels.training DATASET [--epochs 18] [--seed 7] [--out mlmodels/weights]

DATASET is a folder of class folders, a zip of one, or Kaggle's fer2013.csv. Halves named train and validation (or
Training and PublicTest) are told apart; the validation half is only measured, never learned from.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from mlmodels.analyzer import Analyzer
from mlmodels.emotions import EMOTIONS
from mlmodels.errors import ModelUnavailableError
from mlmodels.training.dataset import DatasetError, Sample, Skipped, samples
from mlmodels.training.evaluate import evaluate
from mlmodels.training.features import extract
from mlmodels.weights import DEFAULT_DIR, load_weights, write_weights


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 0 when weights were written, 2 with a sentence on standard error otherwise."""
    parser = argparse.ArgumentParser(prog="python -m mlmodels.training", description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--epochs", type=int, default=18)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--limit", type=int, help="use only this many pictures of each half (a trial run)")
    parser.add_argument("--out", type=Path, default=DEFAULT_DIR, help="where the weights go")
    parser.add_argument("--cache", type=Path, default=Path("var/features"), help="where features are kept")
    options = parser.parse_args(arguments)
    try:
        _train(options)
    except (DatasetError, ModelUnavailableError, ValueError, OSError) as error:
        print(f"training: {error}", file=sys.stderr)
        return 2
    return 0


def _train(options: argparse.Namespace) -> None:
    try:
        from mlmodels.training.fit import train  # noqa: PLC0415
    except ImportError as error:
        raise DatasetError("TensorFlow is not installed here: run `make train DATASET=…`") from error
    skipped = Skipped()
    learn = _limited(samples(options.dataset, "train", skipped), options.limit)
    features = extract(learn, skipped, options.cache)
    for line in skipped.names[:20]:
        print(f"skipped {line}", file=sys.stderr)
    trained = train(features, options.epochs, options.seed)
    trained.keras_model.save(options.cache / "expression.keras")
    card = {
        "model": "residual CNN on an aligned 64×64 crop and a perceptron on 468 landmarks, joined",
        "parameters": trained.parameters,
        "quantization": "dynamic range, 8-bit weights",
        "temperature": trained.temperature,
        "data": {
            "name": options.dataset.name,
            "pictures": features.pictures,
            "faces": len(features.labels),
            "skipped": len(skipped),
            "by_class": {e: int((features.labels == i).sum()) for i, e in enumerate(EMOTIONS)},
        },
        "training": {"epochs": options.epochs, "seed": options.seed},
    }
    # Measured from the exported file, as it will be served, before it replaces what is there.
    with tempfile.TemporaryDirectory() as scratch:
        write_weights(Path(scratch), trained.tflite, card)
        weights = load_weights(Path(scratch))
    held_out = _limited(samples(options.dataset, "validation", Skipped()), options.limit)
    if {s.name for s in held_out} != {s.name for s in learn}:
        card["metrics"] = evaluate(held_out, "happy", Analyzer(weights), Skipped())
    write_weights(options.out, trained.tflite, card)
    print(f"weights written to {options.out}: {card.get('metrics', 'no validation half to measure on')}")


def _limited(items: list[Sample], limit: int | None) -> list[Sample]:
    """Every n-th item, so that each class keeps its share."""
    return items[:: max(1, len(items) // limit)] if limit else items


if __name__ == "__main__":
    sys.exit(main())
