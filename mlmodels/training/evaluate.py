"""Measure the expression model on any folder of class folders, beside what someone could install instead.

    python -m mlmodels.training.evaluate FOLDER --positive happy [--split validation] [--json]
                                  [--rival ratio --rival cascade --rival other.tflite] [--card docs/model-card.md]

A picture without a face counts as not positive; AUC and ECE are over the faces found.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tqdm import tqdm

from mlmodels.analyzer import Analyzer, one_view
from mlmodels.decode import Pixels
from mlmodels.errors import ImageRejectedError, ModelUnavailableError
from mlmodels.training.dataset import DatasetError, Sample, Skipped, samples
from mlmodels.training.figures import figures, smile_figures
from mlmodels.training.rivals import Rival, RivalError, rival
from mlmodels.weights import DEFAULT_DIR, load_weights


@dataclass(slots=True)
class Answers:
    """What was said of every readable picture: its label, our seven scores, and each rival's one."""

    labels: list[str] = field(default_factory=list)
    scores: list[tuple[float, ...] | None] = field(default_factory=list)
    rivals: dict[str, list[float | None]] = field(default_factory=dict)


def ask(found: Sequence[Sample], analyzer: Analyzer, rivals: Mapping[str, Rival], skipped: Skipped) -> Answers:
    """Show every picture to the model and to the rivals, one after the other, in one run."""
    answers = Answers(rivals={name: [] for name in rivals})
    for sample in tqdm(found, desc="pictures", unit="picture", file=sys.stderr):
        try:
            pixels = sample.read()
            reading = analyzer.read_picture(pixels)
        except ImageRejectedError as error:
            skipped.add(sample.name, error.code)
            continue
        answers.labels.append(sample.label)
        answers.scores.append(reading.face.scores if reading.face else None)
        for name, other in rivals.items():
            answers.rivals[name].append(other(pixels))
    return answers


def summary(answers: Answers, positive: str, unsure_below: float, skipped: int) -> dict[str, Any]:
    """Every figure of one run; `rivals` has those of the others under their names."""
    result = figures(answers.labels, answers.scores, positive, unsure_below) | {"skipped": skipped}
    if answers.rivals:
        result["rivals"] = {
            name: smile_figures(answers.labels, scores, positive) for name, scores in answers.rivals.items()
        }
    return result


def evaluate(found: Sequence[Sample], positive: str, analyzer: Analyzer, skipped: Skipped) -> dict[str, Any]:
    """Figures over every readable picture of `found`; the class `positive` is the one to be told apart by P(happy)."""
    answers = ask(found, analyzer, {}, skipped)
    return summary(answers, positive, analyzer.unsure_below, len(skipped))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 0 when figures were printed, 2 with a sentence on standard error otherwise."""
    options = _options(arguments)
    skipped = Skipped()
    try:
        result = _measure(options, skipped)
    except (DatasetError, ModelUnavailableError, RivalError, OSError) as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 2
    skipped.report()
    print(json.dumps(result) if options.json else _table(result))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mlmodels.training.evaluate", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of class folders, a zip of one, or fer2013.csv")
    parser.add_argument("--positive", default="happy", help="the class to be told apart (default: happy)")
    parser.add_argument("--split", choices=["train", "validation"], help="only this half, where there are halves")
    parser.add_argument("--weights", type=Path, default=DEFAULT_DIR, help="another folder of weights")
    parser.add_argument(
        "--rival",
        action="append",
        default=[],
        help="measure this too: one-look (as at a video's frames), ratio (MediaPipe's landmarks), cascade (OpenCV's), "
        "FILE.tflite or FILE.onnx with a "
        "FILE.json beside it, or package.module:function; may be given more than once",
    )
    parser.add_argument("--card", type=Path, help="write the model card to this Markdown file, its plots beside it")
    parser.add_argument("--examples", help="package.module:function that gives (caption, picture) pairs for the card")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    return parser.parse_args(arguments)


def _measure(options: argparse.Namespace, skipped: Skipped) -> dict[str, Any]:
    positive = options.positive.lower()
    found = samples(options.folder, options.split, skipped)
    if positive not in {sample.label for sample in found}:
        raise DatasetError(f"{options.folder}: no class folder named {options.positive}")
    weights = load_weights(options.weights)
    analyzer = Analyzer(weights)
    answers = ask(found, analyzer, {name: _rival(name, analyzer) for name in options.rival}, skipped)
    result = summary(answers, positive, analyzer.unsure_below, len(skipped))
    if options.card:
        from mlmodels.training.model_card import write_card  # noqa: PLC0415 - matplotlib is slow to import

        write_card(
            options.card,
            weights,
            answers,
            result,
            positive=positive,
            measured=_measured(options),
            examples=options.examples,
        )
    return result


def _rival(name: str, analyzer: Analyzer) -> Rival:
    """Ourselves at a single look stand among the rivals: that is what a frame of a video gets."""
    if name != "one-look":
        return rival(name)

    def happy(pixels: Pixels) -> float | None:
        face = analyzer.read_picture(pixels, one_view).face
        return face.happy if face else None

    return happy


def _measured(options: argparse.Namespace) -> str:
    """What was measured, in words."""
    part = f"the {options.split} half of {options.folder.name}" if options.split else options.folder.name
    return f"{part} ({options.positive.lower()} against the rest)"


def _table(result: dict[str, Any]) -> str:
    rows = {k: v for k, v in result.items() if k not in {"accuracy_by_class", "rivals"}}
    rows |= {f"accuracy of {k}": v for k, v in result.get("accuracy_by_class", {}).items()}
    lines = [_row(name, value) for name, value in rows.items()]
    for name, other in result.get("rivals", {}).items():
        lines += ["", f"{name}:", *(_row(key, value) for key, value in other.items())]
    return "\n".join(lines)


def _row(name: str, value: Any) -> str:
    return f"{name:26} {value:.4f}" if isinstance(value, float) else f"{name:26} {value}"


if __name__ == "__main__":
    sys.exit(main())
