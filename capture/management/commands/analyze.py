"""Read pictures and say what the analyzer sees on them."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from capture.engine_host import make_analyzer
from mlmodels.analyzer import FrameAnalyzer
from mlmodels.decode import read_picture
from mlmodels.emotions import EMOTIONS
from mlmodels.errors import ImageRejectedError, ModelUnavailableError

SUFFIXES: Final = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"}


class Command(BaseCommand):
    help = "Read pictures or folders of pictures: face, expression, sharpness. Keeps nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--jsonl", action="store_true", help="print one JSON object a picture")

    def handle(self, *, paths: list[Path], jsonl: bool, **_: Any) -> None:
        pictures = list(_pictures(paths))
        if not pictures:
            raise CommandError("there are no pictures in " + ", ".join(map(str, paths)))
        try:
            analyzer = make_analyzer()
        except ModelUnavailableError as error:
            raise CommandError(str(error)) from error
        with tqdm(pictures, unit="picture", file=sys.stderr, disable=len(pictures) == 1) as bar:
            for path in bar:
                result = analyze(path, analyzer)
                with bar.external_write_mode(file=sys.stdout):
                    self.stdout.write(json.dumps(result, ensure_ascii=False) if jsonl else _line(result))


def _pictures(paths: list[Path]) -> Iterator[Path]:
    """Files as named, whatever their ending; of a folder everything below it that is named like a picture."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        else:
            yield path


def analyze(path: Path, analyzer: FrameAnalyzer) -> dict[str, Any]:
    """One picture's object: path, face, emotion, scores by class, happy, sharpness, error (a code, or None)."""
    result: dict[str, Any] = dict.fromkeys(("path", "face", "emotion", "scores", "happy", "sharpness", "error"))
    result |= {"path": str(path), "face": False}
    try:
        if not path.is_file():
            raise ImageRejectedError("not_found")  # noqa: TRY301
        face = analyzer.read_picture(read_picture(path)).face
    except ImageRejectedError as error:
        return result | {"error": error.code}
    if face is None:
        return result
    return result | {
        "face": True,
        "emotion": face.emotion,
        "scores": {emotion: round(score, 4) for emotion, score in zip(EMOTIONS, face.scores, strict=True)},
        "happy": round(face.happy, 4),
        "sharpness": round(face.sharpness, 2),
    }


def _line(result: dict[str, Any]) -> str:
    if result["error"]:
        return f"{result['path']}: {result['error']}"
    if not result["face"]:
        return f"{result['path']}: no face"
    return f"{result['path']}: {result['emotion']}, happy {result['happy']:.2f}, sharpness {result['sharpness']:.0f}"
