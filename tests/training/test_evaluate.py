"""The evaluate command on a small set: figures, rivals, the model card, and what is wrong with some sets."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlmodels.training.evaluate import main
from tests import portrait

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("set")
    for label, smile in (("happy", 1.0), ("other", 0.0)):
        (root / label).mkdir()
        for number in range(3):
            face = portrait.portrait(smile)[10:250, 105:345].astype(float) * (0.8 + 0.1 * number)
            Image.fromarray(np.clip(face, 0, 255).astype(np.uint8)).save(root / label / f"{number}.png")
    (root / "happy/broken.png").write_bytes(b"no picture")
    Image.new("RGB", (64, 64)).save(root / "other/empty.png")
    return root


def always(pixels: object) -> float:
    return 0.6


def examples() -> list[tuple[str, portrait.Picture]]:
    return [(f"smile {smile}", portrait.portrait(smile)) for smile in (0.0, 1.0)]


def test_figures_and_rivals_of_one_run_are_printed_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "tests.training.test_evaluate:always"
    assert main([str(folder), "--json", "--rival", name, "--rival", "ratio"]) == 0
    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert result["pictures"] == 7
    assert result["skipped"] == 1
    assert result["found"] == pytest.approx(6 / 7)
    assert result["accuracy"] == 1.0
    assert result["rivals"][name]["precision"] == pytest.approx(3 / 7)
    assert result["rivals"]["ratio"]["pictures"] == 7
    assert "broken.png: bad_image" in printed.err


def test_a_table_is_printed_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder), "--positive", "other"]) == 0
    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert lines["pictures"] == "7"


def test_the_model_card_is_written_with_its_pictures(folder: Path, tmp_path: Path) -> None:
    card = tmp_path / "card.md"
    asked = ["--card", str(card), "--examples", "tests.training.test_evaluate:examples", "--rival", "cascade"]
    assert main([str(folder), *asked]) == 0
    text = card.read_text(encoding="utf-8")
    assert "an expression is not a feeling" in text
    assert "OpenCV's smile cascade" in text
    assert "What it must not be used for" in text
    for name in ("roc.png", "reliability.png", "examples.jpg"):
        assert f"model-card/{name}" in text
        with Image.open(tmp_path / "model-card" / name) as image:
            assert min(image.size) > 100
    assert "confusion" not in text  # two classes say nothing of seven


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--positive", "joy"], "no class folder named joy"),
        (["--rival", "nothing"], "nothing"),
        (["--weights", "gone"], "missing"),
        (["--split", "validation", "--positive", "nobody"], "no class folder"),
    ],
)
def test_what_cannot_be_measured_is_a_sentence(
    folder: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder), *arguments]) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith("evaluate: ")
    assert words in error
