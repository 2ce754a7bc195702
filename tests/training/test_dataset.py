"""Every kind of data set, and what is wrong with some."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlmodels.errors import ImageRejectedError
from mlmodels.training.dataset import DatasetError, Skipped, samples


def picture(path: Path, level: int = 100) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (48, 48), level).save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for split in ("train", "validation"):
        for label in ("happy", "sad"):
            for number in range(3):
                picture(tmp_path / "set" / split / label / f"{number}.png")
    return tmp_path / "set"


def test_a_folder_of_class_folders_has_its_halves(folder: Path) -> None:
    assert len(samples(folder, "train", Skipped())) == 6
    assert {s.label for s in samples(folder, "validation", Skipped())} == {"happy", "sad"}
    assert len(samples(folder, None, Skipped())) == 12


def test_a_folder_without_halves_is_taken_whole(folder: Path) -> None:
    assert len(samples(folder / "train", "train", Skipped())) == 6
    assert len(samples(folder / "train", None, Skipped())) == 6


def test_a_zip_of_a_folder_reads_the_same(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "set.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.rglob("*.png"):
            archive.write(path, path.relative_to(folder))
    found = samples(packed, "train", Skipped())
    assert [s.label for s in found] == ["happy"] * 3 + ["sad"] * 3
    assert found[0].read().shape == (48, 48, 3)


def test_kaggles_table_is_read_and_its_broken_rows_are_counted(tmp_path: Path) -> None:
    table = tmp_path / "fer2013.csv"
    grey = " ".join(["7"] * 48 * 48)
    rows = [
        f"3,{grey},Training",
        f"0,{grey},PublicTest",
        f"nine,{grey},Training",
        f"8,{grey},Training",
        "3,1 2 3,Training",
    ]
    table.write_text("emotion,pixels,Usage\n" + "\n".join([*rows, "3", f"-1,{grey},Training"]))
    skipped = Skipped()
    train = samples(table, "train", skipped)
    assert len(skipped) == 3
    assert skipped.names[0].startswith("row 4")
    assert [s.label for s in samples(table, "validation", Skipped())] == ["angry"]
    readable, refused = [], []
    for sample in train:
        try:
            readable.append(sample.read())
        except ImageRejectedError as error:
            refused.append(error.code)
    assert len(readable) == 1
    assert set(refused) == {"bad_image"}
    assert np.unique(readable[0]).tolist() == [7]


def test_what_is_no_data_set_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "wrong.csv").write_text("a,b\n1,2\n")
    for name, words in (
        ("empty", "no pictures"),
        ("notes.txt", "not a folder"),
        ("wrong.csv", "columns"),
        ("gone", "not a folder"),
    ):
        with pytest.raises(DatasetError, match=words):
            samples(tmp_path / name, None, Skipped())
