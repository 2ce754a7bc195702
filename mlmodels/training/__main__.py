"""Train the expression model.

    python -m mlmodels.training DATASET [--preset full|quick] [--seed 7] [--out mlmodels/weights]

DATASET is a folder of class folders, a zip of one, or Kaggle's fer2013.csv. Halves named train and validation (or
Training and PublicTest) are told apart; the validation half is only measured, never learned from. Interrupted, the same
command goes on after the last whole epoch: faces and checkpoints lie in the cache.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from mlmodels.analyzer import Analyzer
from mlmodels.emotions import EMOTIONS
from mlmodels.errors import ModelUnavailableError
from mlmodels.training.dataset import DatasetError, Sample, Skipped, samples
from mlmodels.training.evaluate import evaluate
from mlmodels.training.features import extract
from mlmodels.weights import DEFAULT_DIR, load_weights, write_weights

PRESETS: Final[dict[str, dict[str, Any]]] = {
    "full": {"epochs": (45, 14)},
    "quick": {"epochs": (7,), "width": 16, "depth": 1},
}
"""See `mlmodels.training.phase.Plan`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 0 when weights were written, 2 with a sentence on standard error otherwise."""
    parser = argparse.ArgumentParser(prog="python -m mlmodels.training", description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--preset", choices=sorted(PRESETS), default="full")
    parser.add_argument("--epochs", type=int, help="of each phase, instead of the preset's")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--limit", type=int, help="use only this many pictures of each half (a trial run)")
    parser.add_argument("--out", type=Path, default=DEFAULT_DIR, help="where the weights go")
    parser.add_argument("--cache", type=Path, default=Path("var/features"), help="where faces and checkpoints are kept")
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
        from mlmodels.training.phase import Plan  # noqa: PLC0415
    except ImportError as error:
        raise DatasetError("TensorFlow is not installed here: run `make train DATASET=…`") from error
    plan = Plan(seed=options.seed, **PRESETS[options.preset])
    if options.epochs:
        plan = replace(plan, epochs=(options.epochs,) * len(plan.epochs))
    skipped = Skipped()
    learn = _limited(samples(options.dataset, "train", skipped), options.limit)
    features = extract(learn, skipped, options.cache)
    skipped.report()
    trained = train(features, plan, options.cache)
    card = {
        "model": "residual CNN on an aligned 64×64 crop, joined with a perceptron on the 468 landmarks",
        "parameters": trained.parameters,
        "quantization": "dynamic range, 8-bit weights",
        "temperature": trained.temperature,
        "unsure_below": trained.unsure_below,
        "data": {
            "name": options.dataset.name,
            "pictures": features.pictures,
            "faces": len(features.labels),
            "aside": trained.aside,
            "skipped": len(skipped),
            "by_class": {e: int((features.labels == i).sum()) for i, e in enumerate(EMOTIONS)},
        },
        "training": {"preset": options.preset, **asdict(plan), "minutes": round(trained.seconds / 60, 1)},
    }
    _measure_and_write(options, trained.tflite, card, {sample.name for sample in learn})


def _measure_and_write(options: argparse.Namespace, tflite: bytes, card: dict[str, Any], learned: set[str]) -> None:
    """Measure the exported file as it will be served, before it replaces what is there."""
    with tempfile.TemporaryDirectory() as scratch:
        write_weights(Path(scratch), tflite, card)
        weights = load_weights(Path(scratch))
    held_out = _limited(samples(options.dataset, "validation", Skipped()), options.limit)
    if {sample.name for sample in held_out} != learned:
        card["metrics"] = evaluate(held_out, "happy", Analyzer(weights), Skipped())
    write_weights(options.out, tflite, card)
    print(f"weights written to {options.out}: {card.get('metrics', 'no validation half to measure on')}")


def _limited(items: list[Sample], limit: int | None) -> list[Sample]:
    """Every n-th item, so that each class keeps its share."""
    return items[:: max(1, len(items) // limit)] if limit else items


if __name__ == "__main__":
    sys.exit(main())
