"""The model card (Mitchell et al., 2019, Model Cards for Model Reporting), written by the evaluate command.

Its words are in `model_card.md`; plots and examples go into the folder `model-card` beside the card.
"""

import importlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mlmodels.analyzer import Analyzer
from mlmodels.emotions import EMOTIONS
from mlmodels.expression import ExpressionModel
from mlmodels.expression_input import CROP, GEOMETRY
from mlmodels.training import plots
from mlmodels.weights import Weights

if TYPE_CHECKING:
    from mlmodels.training.evaluate import Answers

ONE_LOOK = "this model, one look, as at the frames of a video"
CALIBRATED = {"this model", ONE_LOOK}
RIVALS = {
    "one-look": ONE_LOOK,
    "ratio": "MediaPipe's Face Mesh, hand-set ratio of mouth width to eye distance",
    "cascade": "OpenCV's smile cascade",
}
TEXT = Path(__file__).with_suffix(".md")


def write_card(
    path: Path,
    weights: Weights,
    answers: "Answers",
    result: dict[str, Any],
    *,
    positive: str,
    measured: str,
    examples: str | None,
) -> None:
    """Write the card to `path` and its pictures into the folder `model-card` beside it. `measured`: what, in words."""
    folder = path.parent / "model-card"
    folder.mkdir(parents=True, exist_ok=True)
    plots.roc(folder / "roc.png", answers, positive, RIVALS)
    plots.reliability(folder / "reliability.png", answers, positive)
    seven = "accuracy_seven" in result
    if seven:
        plots.confusions(folder / "confusion.png", answers)
    shown = _examples(folder / "examples.jpg", weights, examples) if examples else ""
    path.write_text(_text(weights, result, positive, measured, shown), encoding="utf-8")


def _text(weights: Weights, result: dict[str, Any], positive: str, measured: str, shown: str) -> str:
    card = weights.card
    data, training = card["data"], card["training"]
    seven = "accuracy_seven" in result
    return TEXT.read_text(encoding="utf-8").format(
        classes=", ".join(EMOTIONS),
        unsure_below=card["unsure_below"],
        model=card["model"],
        parameters=card["parameters"],
        megabytes=len(weights.model) / 1e6,
        quantization=card["quantization"],
        sha=card["sha256"],
        latency=latency_ms(weights),
        temperature=card["temperature"],
        aside=data["aside"],
        dataset=data["name"],
        pictures=data["pictures"],
        faces=data["faces"],
        by_class=", ".join(f"{name} {count:,}" for name, count in data["by_class"].items()),
        epochs=" and ".join(map(str, training["epochs"])),
        seed=training["seed"],
        minutes=training["minutes"],
        measured=measured,
        count=result["pictures"],
        positive=positive,
        rows=_rows(result),
        seven=_seven(result) if seven else "",
        confusion="![Which class is read as which](model-card/confusion.png)\n" if seven else "",
        examples=shown,
        worst=_worst(result) if seven else "see above",
    )


def _rows(result: dict[str, Any]) -> str:
    rows = {"this model": result}
    rows |= {RIVALS.get(name, name): figures for name, figures in result.get("rivals", {}).items()}
    keys = ("accuracy", "precision", "recall", "f1", "auc", "ece", "found")
    # A stranger's score is no probability: its calibration says nothing.
    return "\n".join(
        f"| {name} | " + " | ".join(_number(f[key], key == "ece" and name not in CALIBRATED) for key in keys) + " |"
        for name, f in rows.items()
    )


def _number(value: float | None, without: bool) -> str:  # noqa: FBT001
    return "–" if value is None or without else f"{value:.3f}"


def _seven(result: dict[str, Any]) -> str:
    by_class = ", ".join(f"{name} {value:.2f}" for name, value in result["accuracy_by_class"].items())
    return (
        f"Seven classes, over the faces found: {result['accuracy_seven']:.3f}; by class, over every picture: "
        f"{by_class}. *Unsure* on {100 * result['unsure']:.1f} % of the faces; of the others "
        f"{result['accuracy_seven_when_sure']:.3f} are right."
    )


def _worst(result: dict[str, Any]) -> str:
    found = sorted(result["accuracy_by_class"].items(), key=lambda item: item[1])[:3]
    return ", ".join(f"{name} {value:.2f}" for name, value in found)


def _examples(path: Path, weights: Weights, name: str) -> str:
    module, _, function = name.partition(":")
    analyzer = Analyzer(weights)
    scored = []
    for caption, picture in getattr(importlib.import_module(module), function)():
        face = analyzer.read_picture(picture).face
        scored.append((caption, picture, face))
    plots.examples(path, scored)
    return (
        "![Examples by score](model-card/examples.jpg)\n\nThe examples are one public-domain portrait from "
        "scikit-image, warped, lit and covered by a program; no picture of the data set is shown.\n\n"
    )


def latency_ms(weights: Weights, runs: int = 300) -> float:
    """Median time (ms) of one look at a face on this machine's one thread."""
    model = ExpressionModel(weights)
    random = np.random.default_rng(1)
    crop = random.integers(0, 255, (CROP, CROP), dtype=np.uint8)
    geometry = random.normal(0, 0.3, GEOMETRY).astype(np.float32)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        model.scores([(crop, geometry)])
        times.append(time.perf_counter() - start)
    return 1000 * float(np.median(times))
